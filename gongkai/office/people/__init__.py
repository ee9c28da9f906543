"""Who there is: agencies as a tree, their units and members, and what each role may do."""
