"""The figures that stand as of a view's day."""

from cin_metrics.labels import worded
from cin_metrics.ui import answers
from cin_metrics.ui.answers import RuleNow, Share
from cin_metrics.ui.session import Rows, Session
from cin_metrics.ui.view import View

NOTHING_JUDGED = "No rule can be judged from this extract."


class Standing:
    """Each figure is made when it is read: the signs of drift take longest."""

    def __init__(self, session: Session, view: View, rules: list[RuleNow] | None = None, children: Rows | None = None):
        self.session, self.view = session, view
        self.rules = answers.rules_now(session, view) if rules is None else rules
        self.children = answers.open_children(session, view) if children is None else children

    @property
    def in_need(self) -> Share:
        """Open children in need."""
        return answers.in_need(self.children)

    @property
    def nothing_overdue(self) -> Share:
        """Open children for whom nothing is overdue."""
        return answers.nothing_overdue(self.children)

    @property
    def overdue(self) -> Share:
        """Open obligations past their day."""
        number, upcoming = (answers.number_open(self.rules, kind) for kind in ("overdue", "upcoming"))
        return self.of_open(number, number + upcoming, "Nothing is open now.")

    @property
    def due_soon(self) -> Share:
        """Open obligations that fall due soon."""
        number, upcoming = (answers.number_open(self.rules, kind) for kind in ("due_soon", "upcoming"))
        return self.of_open(number, upcoming, "Nothing is coming up.")

    @property
    def plans(self) -> Share:
        """Open plans older than the pack's month, where plans are on record at all."""
        if "plan_started" not in self.session.values_recorded():
            return Share(None, None, worded("The extract holds no start of a plan."))
        return answers.plans_over_month(self.children)

    @property
    def drift(self) -> Share:
        """Children in need with two or more signs of drift."""
        return answers.drift_shares(self.session, self.view)["2+"]

    def of_open(self, number: int, whole: int, none: str) -> Share:
        """So many of what is open; why there is no figure where nothing is, or nothing can be judged."""
        if not answers.judged_rules(self.session, self.view.policy):
            return Share(None, None, NOTHING_JUDGED)
        return Share(number, whole, "" if whole else none)
