"""What a supposition takes, gives and changes, in words."""

from queries.coverage_records import DocumentCoverage
from service.figures.slide import join_sentences
from service.figures.supposition import Supposition, goals_of
from service.reports.sentences import Sentences


def suppose_in_words(document: DocumentCoverage, answer: Supposition, say: Sentences) -> str:
    """How much is supposed and how many of the document's goals change by it."""
    goals = goals_of(answer, (goal.iri for goal in document.goals))
    parts = [
        say.wording(key, count=len(supposed))
        for key, supposed in (
            ("figure_supposed_struck", answer.dropped),
            ("figure_supposed_money", answer.budgets),
            ("figure_supposed_links", answer.added),
        )
        if supposed
    ]
    changed = sum(goal.changed for goal in goals)
    return say.wording("figure_supposed", parts=say.wording.joined(parts), goals=changed)


def what_if_finding(document: DocumentCoverage, answer: Supposition, say: Sentences) -> str:
    """What is supposed, by name, and which goals change their level."""
    names = {project.code: project.name or project.code for project in document.projects}
    changed = [goal for goal in goals_of(answer, (goal.iri for goal in document.goals)) if goal.changed]
    budgets = [
        say.wording("figure_whatif_budget", name=names.get(code, code), money=say.money(yuan))
        for code, yuan in answer.budgets
    ]
    added = [
        say.wording("figure_whatif_link", name=names.get(code, code), number=target)
        for code, target in answer.added
    ]
    levels = [
        say.wording(
            "figure_whatif_level", number=goal.number, before=goal.before.level, after=goal.after.level
        )
        for goal in changed
        if goal.before.level != goal.after.level
    ]
    between = say.wording("clause_separator")
    struck = between.join(names.get(code, code) for code in answer.dropped)
    return join_sentences(
        [
            suppose_in_words(document, answer, say),
            say.wording("figure_whatif_struck", projects=struck) if struck else "",
            say.wording("figure_whatif_money", projects=between.join(budgets)) if budgets else "",
            say.wording("figure_whatif_added", links=between.join(added)) if added else "",
            say.wording("figure_whatif_levels", goals=between.join(levels)) if levels else "",
            "" if changed else say.wording("figure_whatif_same"),
        ],
        say,
    )
