"""One child's case: its state, and the work that goes on whatever phase it is in."""

from collections.abc import Mapping

from cin_metrics.simulate import council
from cin_metrics.simulate.council import Delay, Rhythm
from cin_metrics.simulate.days import Dice, Time
from cin_metrics.simulate.diary import Diary

Step = tuple[str, int] | None
"""The next phase of a case and its first day; None when the case is over or still in a phase."""


class Case:
    """A child's case as it runs; each phase (``front_door``, ``plan`` …) moves it on."""

    def __init__(
        self,
        time: Time,
        dice: Dice,
        own: Dice,
        diary: Diary,
        route: str,
        team: str,
        staff: Mapping[str, tuple[str, ...]],
        sibling: bool,
    ):
        self.time = time
        self.dice = dice
        """The family's dice, so that siblings' days agree; after going apart the child's own."""
        self.own = own
        self.diary = diary
        self.note = diary.note
        self.route = route
        self.team = team
        self.staff = staff
        self.worker = ""
        cohort = diary.cohort or ""
        self.kind = next((kind for kind in ("cwd", "private_fostering") if kind in cohort), "")
        self.yearly_reviews = "csdpa" in cohort
        self.drifting = not cohort and dice.falls(council.DRIFTING)
        self.closely_reviewed = dice.falls(council.CLOSELY_REVIEWED)
        self.sibling = sibling
        self.goes_own_way = sibling and own.falls(council.SIBLING_GOES_OWN_WAY)
        self.came_from = "referral"
        """What the child came to in-need work from: ``referral``, ``protection`` or ``care``."""
        self.allocated = 0
        self.early_help = False
        self.planned = self.has_plan = False
        """Whether a planning meeting was held, and whether a plan is open."""
        self.closed: int | None = None
        self.next_visit = self.next_supervision = self.next_worker = 0
        self._reason_due: int | None = None

    def begin_episode(self) -> None:
        """Nothing is carried over from the episode before but who the child is."""
        self.diary.open_episode()
        self.came_from, self.closed = "referral", None
        self.planned = self.has_plan = False

    def after(
        self,
        day: int,
        delay: Delay,
        event_type: str,
        until: int,
        *,
        outcome: str | None = None,
        chaired_by: str | None = None,
    ) -> int | None:
        """Note an event some working days after ``day``; its day, or None if it came to nothing."""
        wait = self.dice.delay(delay)
        if wait is None:
            return None
        when = self.time.add(day, wait)
        if when > until:
            return None
        return self.note(event_type, when, outcome=outcome, chaired_by=chaired_by)

    def gap(self, rhythm: Rhythm, day: int) -> int:
        """Working days from ``day`` to the next time, at the team's pace."""
        return self.dice.gap(rhythm, self.time.pace(self.team, day))

    def hold(self, day: int, team: str, worker: str | None) -> None:
        """The case is with this team and worker from that day."""
        self.team, self.worker = team, worker or ""
        self.diary.hold(day, team, worker)

    def another_worker(self) -> str:
        """One of the team's workers who does not hold the case."""
        others = [worker for worker in self.staff[self.team] if worker != self.worker]
        return others[int(self.dice.random() * len(others))]

    def worker_leaves(self, day: int) -> int:
        """The day after ``day`` on which the case passes to another worker."""
        stays = council.DRIFTING_WORKER_STAYS_DAYS if self.drifting else council.WORKER_STAYS_DAYS
        wait = 20 + int(self.dice.expovariate(1 / (stays / self.time.pace(self.team, day))))
        return self.time.add(min(day + wait, self.time.as_of + 400), 0)

    def oversee(self, until: int) -> None:
        """Supervision and changes of worker, through every phase, up to that day."""
        while self.next_worker <= until:
            self.hold(self.next_worker, self.team, self.another_worker())
            self.note("worker_changed", self.next_worker)
            self.next_worker = self.worker_leaves(self.next_worker)
        while self.next_supervision <= until:
            self.note("supervision", self.next_supervision)
            skipped = self.dice.falls(council.SUPERVISION_SKIPPED)
            gap = self.gap(council.SUPERVISION, self.next_supervision) * (2 if skipped else 1)
            self.next_supervision = self.time.add(self.next_supervision, gap)

    def close(self, day: int, event_type: str = "case_closed", outcome: str | None = None) -> None:
        """The episode ends on that day."""
        self.closed = self.note(event_type, day, outcome=outcome)
        self.stop_visits()

    def visit(self, until: int) -> None:
        """Visits to the child up to that day, with the reasons given for the late ones."""
        while True:
            if self._reason_due and self._reason_due <= until:
                self.note("reason_recorded", self._reason_due, outcome=self._reason())
                self._reason_due = None
            if self.next_visit > until:
                return
            day = self.next_visit
            if not (self.sibling and self.own.falls(council.SIBLING_AWAY)):
                self._seen(day)
            self.next_visit = self._next_visit(day)

    def _seen(self, day: int) -> None:
        """Note one visit and who was seen."""
        if self.own.falls(council.NOT_SEEN):
            self.note("cin_visit", day, child_seen="no")
            return
        seen = self.own.pick(council.SEEN)
        alone = self.own.pick(council.SEEN_ALONE) if seen else None
        self.note("cin_visit", day, child_seen=seen, seen_alone=alone)

    def _next_visit(self, day: int) -> int:
        """The day of the visit after the one on ``day``; a late one may get its reason noted."""
        rhythm = council.VISITS[self.kind]
        if self.kind == "private_fostering" and day > self.allocated + 365:
            rhythm = council.LATER_PRIVATE_FOSTERING_VISITS
        gap = self.gap(rhythm, day)
        if self.dice.falls(council.VISIT_SKIPPED):
            gap += self.gap(rhythm, day)
        allowed = council.REASON_AFTER[self.kind]
        if gap > allowed and self.dice.falls(council.REASON_GIVEN):
            self._reason_due = self.time.add(day, self.dice.randint(allowed, gap))
        return self.time.add(day, gap)

    def _reason(self) -> str:
        return self.dice.pick(council.REASONS)

    def stop_visits(self) -> None:
        """No more visits until they are planned anew; no reason is owed either."""
        self.next_visit = self.time.as_of + 1
        self._reason_due = None
