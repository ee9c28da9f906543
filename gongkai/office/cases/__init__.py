"""Cases: applications on request from receipt to archive (HOUSE 2.8); only the actions here write them.

What a page calls. Lists and single cases start from `Application.objects.visible_to(member)`, whose `get(pk=…)` raises
`Application.DoesNotExist` for what the member may not see: that is the 404. Every action takes `by` (a Member), `at`
(now, with a zone: its day is "today") and, but for `intake.register`, `version`: that of the application as the form
showed it. Actions raise NotAllowed (403), UsageError (the form again, with its message) and Conflict (409).

- `intake`: `register(Intake(…), agency=, key=, by=, at=)` gives the applications and whether the post was a repeated
  one; `confirm`, `discard`.
- `actions`: `assign`, `ask_correction`, `receive_correction`, `consult`, `record_letter_received`, `receive_opinion`,
  `extend`, `delay`, `notice_fee`, `receive_payment`.
- `closing`: `decide`, `serve`, `lapse`, `withdraw`, `archive`, `reopen`.
- `persons`: `masked(party, "name")` for every page, `reveal(party, "phone", purpose=, by=, at=)` for one look in full.
- `queries`: `counts(member, today=)` and `BUCKETS` for the boxes of S-01, `todo(member)` for its rows;
  `listed(member, Filters(…), today=)` for S-02: count it and slice it; `applicant(application)`,
  `chip(application, today=, days=calendar())` for each row.
- `timeline`: `timeline(application)` in sentences; `lawful(application, member, today=)` the steps to offer.
- `similar`: `kin(member, name=, identity=, text=, today=)` for duplicates and frequency, at intake and on the page.
- `correcting`: `correct_fact`. `attaching`: `attach`, `name_of`. `holidays`: `load_notice`, `withdraw_notice`, and `roll(at=)` once a day.
- `clock`: `account(application, today=)` is 怎么算的, day by day; `calendar()` the days that all of this counts by.
- `attaching.attach(…, with_step=)` for files that prove a step; `foresight`: `foresee` for a deadline before and after a step,
  `said` for an account as a sentence; `outlook` for what an intake comes to before it is registered.
- `views`: `case` (S-03), `step` (a page for each move), `clock` (怎么算的), `intake` (S-04); templates `cases/_chip.html`.
- `gongkai.statute.channels`: CHANNELS and WAYS with the rule that each carries, for S-04 and the service form.
"""
