"""The demonstration: an invented city whose three bureaus answer three years of applications by the real actions.

`build.build` plays everything day by day under a date of its own, so that what one sees went through the same guards,
clocks and audit as anybody's work. The story is always the same; keys, ids and hashes are not.
"""
