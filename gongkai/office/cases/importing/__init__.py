"""Start in mid-life: an office that begins with Gongkai in the middle of a year brings its old register along.

- `template.template()`: the workbook to fill in, with its drop-down lists and what each column means.
- `actions.try_register(data, name=, agency=, by=, at=)`: the dry run as a value; nothing is written.
- `actions.import_register(…)`: the same file for good, all or nothing.
- `report`: a dry run as lines, and its problems as a workbook.

From the file to the database: `sheet` (rows by headings) → `values` (days, numbers, words) → `play` (the table of
moves and the clock) → `trial` (duplicates, totals) → `actions`. `columns` is the one table of what a sheet holds.
"""
