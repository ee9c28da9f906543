"""The rules, one family a file; `gongkai.report.check.rules` imports every file here."""
