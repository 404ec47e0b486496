"""A browser and its system in words, from what it says of itself."""

_SYSTEMS = (
    ("android", "Android"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("cros", "ChromeOS"),
    ("windows", "Windows"),
    ("mac os", "macOS"),
    ("linux", "Linux"),
)
# Order matters: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
_BROWSERS = (
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)


def device_name(user_agent: str) -> str:
    """`Firefox, Windows`; an empty text where neither is known."""
    said = user_agent.lower()
    names = (next((name for sign, name in known if sign in said), None) for known in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in names if name)
