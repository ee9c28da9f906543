"""Sign-off: a draft goes through the signatures that an agency's chain asks for, each bound to the very bytes signed."""
