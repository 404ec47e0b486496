"""The channel of development and of the demonstration: nothing leaves, and each delivery counts as sent."""

from core.values.notices import Message


class Desk:
    """Takes a message and keeps nothing: the delivery itself holds what it says."""

    def send(self, message: Message) -> None:
        """Nothing goes anywhere."""
