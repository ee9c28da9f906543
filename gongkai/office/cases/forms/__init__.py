"""The forms of the cases: intake, each step of the procedure, a look at what is masked."""
