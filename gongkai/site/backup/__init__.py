"""A site copied into one file and brought back, on either database (DECISIONS 28): `make.write`, `restore.restore`.

A backup is a zip: each table as lines of JSON, each stored file under its hash, `manifest.json` with the hash of every
member, and `manifest.mac`, a keyed digest of the manifest. The key file is never in it: whoever finds the backup reads
no sealed name, and whoever loses the key file reads none either.
"""
