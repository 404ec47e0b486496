"""Pages of mail."""

from klade_messaging.views import compose, mailbox, thread
from klade_messaging.views.blueprint import pages

__all__ = ["compose", "mailbox", "pages", "thread"]
