"""When two phone numbers or e-mail addresses are the same."""


def same_contact(kind: str, one: str, other: str) -> bool:
    """The same phone however it is spaced, the same e-mail however it is capitalised."""
    return one == other or plain_contact(kind, one) == plain_contact(kind, other)


def plain_contact(kind: str, value: str) -> str:
    """A contact as it is compared."""
    if kind == "email":
        return value.casefold()
    digits = "".join(filter(str.isdigit, value))
    return digits.removeprefix("371") if len(digits) == 11 else digits
