"""Spans of time in a few characters, as on Anki's buttons: `<1m`, `10m`, `4d`, `2.5mo`, `1.3y`."""

from studykit.messages import Language

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_UNITS = {"en": ("m", "h", "d", "mo", "y"), "zh": ("分", "时", "天", "月", "年")}


def span(seconds: int, days: int, language: Language) -> str:
    """A step of seconds, or an interval of days where `days` is not 0."""
    minute, hour, day, month, year = _UNITS[language]
    if days:
        if days < 31:
            return f"{days}{day}"
        return f"{_short(days / 30.4375)}{month}" if days < 365 else f"{_short(days / 365.25)}{year}"
    if seconds < _MINUTE:
        return f"<1{minute}"
    if seconds < _HOUR:
        return f"{'<' if seconds % _MINUTE else ''}{-(-seconds // _MINUTE)}{minute}"
    if seconds < _DAY:
        return f"{_short(seconds / _HOUR)}{hour}"
    return f"{_short(seconds / _DAY)}{day}"


def duration(seconds: float, language: Language) -> str:
    """How long something took: `45 s`, `12 min`, `1 h 5 min`."""
    whole = round(seconds)
    if language == "zh":
        if whole < 60:
            return f"{whole} 秒"
        return f"{whole // 60} 分钟" if whole < 3600 else f"{whole // 3600} 小时 {whole % 3600 // 60} 分钟"
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
