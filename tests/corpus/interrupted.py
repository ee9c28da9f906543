"""A module that is interrupted while it is loaded."""

import os
import signal

os.kill(os.getpid(), signal.SIGINT)
