"""The time zone in which times are read and shown: the one that was named, or this machine's."""

from datetime import UTC, datetime, timedelta, tzinfo

__all__ = ["read_zone"]


class _LocalZone(tzinfo):
    """The zone of this machine, in summer and in winter."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return None if moment is None else moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:  # noqa: ARG002  # the interface's
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)


def read_zone(name: str) -> tzinfo:
    """Return a time zone.

    Args:
        name: Its name, such as `Europe/Berlin`; empty for the zone of this machine.

    Raises:
        UsageError: There is no such zone.
    """
    from zoneinfo import ZoneInfo

    from grader.errors import UsageError

    if not name:
        return _LocalZone()
    try:
        return ZoneInfo(name)
    # An empty part, a path out of the folder of zones, a zone that is a folder.
    except (LookupError, ValueError, OSError) as error:
        raise UsageError(
            f"There is no time zone `{name}` on this machine.", "Name one such as Europe/Berlin or UTC."
        ) from error
