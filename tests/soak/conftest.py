"""Django is set up before the storms are imported, which import models."""

from tests.databases.ready import ready

ready()
