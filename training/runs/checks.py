"""Values of a line that anyone may have written: each must be of its field's own type."""

import math
from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final, cast

Check = Callable[[Any], Any]  # gives the value back; TypeError or ValueError if it is no such
_MAX_TIME: Final = 253e9  # the year 9987: later ones are no dates
_MAX_WHOLE: Final = 10**12


def checks_of(kind: type) -> dict[str, Check]:
    """The check for each field of a dataclass."""
    return {one.name: _time if one.name == "time" else _CHECKS[one.type] for one in fields(kind)}


def _number(value: Any) -> float:
    """A loss may be no number: that is what a run gone wrong has."""
    if type(value) is float:  # nearly always; a long run has a hundred thousand of them
        return value
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError
    try:
        return float(value)
    except OverflowError as error:
        raise ValueError from error


def _time(value: Any) -> float:
    seconds = _number(value)
    if math.isnan(seconds) or not 0 <= seconds < _MAX_TIME:
        raise ValueError
    return seconds


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MAX_WHOLE:
        raise TypeError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _list_of(check: Check) -> Callable[[Any], list[Any]]:
    def checked(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise TypeError
        return [check(item) for item in cast(list[Any], value)]

    return checked


def _dict_of(check: Check) -> Callable[[Any], dict[str, Any]]:
    return lambda value: {_text(key): check(item) for key, item in value.items()}


_CHECKS: Final[dict[Any, Check]] = {
    float: _number,
    int: _whole,
    str: _text,
    list[int]: _list_of(_whole),
    list[float]: _list_of(_number),
    list[list[int]]: _list_of(_list_of(_whole)),
    dict[str, str]: _dict_of(_text),
    dict[str, list[int]]: _dict_of(_list_of(_whole)),
}
