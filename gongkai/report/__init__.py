"""One report, pure: what a report is and whether it is right. Standard library only; dates are arguments."""
