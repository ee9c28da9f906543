"""Appeals: reconsideration, suits and complaints against what an application was answered with, or was not.

An appeal is its dated facts, as a case is; its procedure is `gongkai.statute.appeals.MOVES`. Each instance is a row of
its own that names the one before. Lists start from `Appeal.objects.visible_to(member)`.

- `actions`: `register`, then the steps of the procedure, each with the `version` that the page showed; `decide` opens the
  case again in the same transaction where a new answer is ordered; `correct_fact`, `attach`, `choose` for doubtful
  questions of table 4, `take_over` for what an old register brought.
- `queries`: `counts(agency, year)` the fifteen cells of table 4, `behind(agency, year, cell)` the appeals of one of them;
  `listed` for the list; `lost(agency, outcome)` for who drafts on a ground that did not hold.
- `timeline`: `timeline(appeal)` in sentences; `lawful(appeal, member)` the steps to offer.
- `parts`: what the pages of a case show of all this, by the registry of `gongkai.office.cases.beside`.
"""
