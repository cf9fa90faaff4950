"""What is on file for one child: events noted in any order, given out as rows of the extract."""

from cin_metrics.simulate.council import RECORDING, STATUS_EVENTS, STATUS_RECORDING
from cin_metrics.simulate.days import Dice, Time
from cin_metrics.vocabulary import EVENT_TYPES

ORDER = {event_type: number for number, event_type in enumerate(EVENT_TYPES)}

Row = tuple[str | int | None, ...]


class Diary:
    """One child's events. A type is noted once a day at most, and nothing after the as-of date."""

    def __init__(self, time: Time, child_id: str, family_id: str, cohort: str):
        self.time = time
        self.child_id = child_id
        self.family_id = family_id
        self.cohort = cohort or None
        self.episode = 0
        self._noted: dict[tuple[int, int, int, str], tuple[str | None, ...]] = {}
        self._holders: list[tuple[int, str, str | None]] = []

    def open_episode(self) -> None:
        """What is noted from now on belongs to the child's next episode."""
        self.episode += 1

    def hold(self, day: int, team: str, worker: str | None) -> None:
        """The case is with this team and worker from that day; days must not go backwards."""
        self._holders.append((day, team, worker))

    def note(
        self,
        event_type: str,
        day: int,
        *,
        outcome: str | None = None,
        child_seen: str | None = None,
        seen_alone: str | None = None,
        chaired_by: str | None = None,
    ) -> int:
        """Note an event; its day. What stands there of the same type and day is kept."""
        if day <= self.time.as_of:
            key = (self.episode, day, ORDER[event_type], event_type)
            self._noted.setdefault(
                key, (outcome or None, child_seen or None, seen_alone or None, chaired_by)
            )
        return day

    def rows(self, dice: Dice) -> list[Row]:
        """The rows in order of day, each with the day it was put on file.

        What was not yet put on file at the as-of date is not in the extract.
        """
        rows: list[Row] = []
        as_of = self.time.as_of
        holders = iter(self._holders)
        following = next(holders, None)
        team = worker = None
        for (episode, day, _, event_type), fields in sorted(self._noted.items()):
            while following and following[0] <= day:
                _, team, worker = following
                following = next(holders, None)
            recorded = self._recorded(dice, event_type, day, team)
            if recorded <= as_of:
                rows.append(
                    (
                        self.child_id,
                        event_type,
                        day,
                        recorded,
                        f"{self.child_id}-{episode}",
                        team,
                        worker,
                        self.cohort if worker else None,
                        *fields,
                        self.family_id,
                    )
                )
        return rows

    def _recorded(self, dice: Dice, event_type: str, day: int, team: str | None) -> int:
        """The day the event is put on file; a change of status by the as-of date at the latest."""
        if event_type in STATUS_EVENTS:
            lag = dice.delay(STATUS_RECORDING) or 0
            return max(day, min(self.time.add(day, lag), self.time.as_of))
        lag = dice.delay(RECORDING) or 0
        if team and lag > 1:
            lag = round(lag * self.time.pace(team, day))
        return self.time.add(day, lag)
