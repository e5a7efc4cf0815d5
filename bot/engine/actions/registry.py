"""Every action that a flow may name under ``do:``; the checks of flows read the same table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.engine.actions import (
    care,
    complain,
    consent,
    follow_up,
    keep_ideas,
    misfits,
    person,
    propose,
    referral,
    suggest,
)
from bot.engine.turn import Turn
from bot.engine.way_back import give_number

ACTIONS: Mapping[str, Callable[[Turn, Mapping[str, Any]], str]] = {
    "set_language": consent.set_language,
    "consent": consent.consent,
    "consent_taken": consent.taken,
    "emergency": care.emergency,
    "note_need": care.note_need,
    "care_said": care.care_said,
    "protection_services": care.protection_services,
    "suggest": suggest.suggest,
    "details": suggest.details,
    "rest": suggest.rest,
    "why_not": misfits.why_not,
    "keep_ideas": keep_ideas.keep_ideas,
    "dismiss": suggest.dismiss,
    "compare": suggest.compare,
    "nearest_misses": misfits.nearest_misses,
    "next_question": suggest.next_question,
    "question_left": suggest.question_left,
    "mark_helped": suggest.mark_helped,
    "check_referral": referral.check,
    "next_paper": referral.next_paper,
    "change_answer": referral.change_answer,
    "why_refused": referral.why_refused,
    "consent_referral": referral.consent,
    "refer": referral.refer,
    "say_proposal": propose.say_why,
    "papers_to_confirm": propose.papers,
    "lay_proposal_aside": propose.lay_aside,
    "plan_follow_up": referral.plan_follow_up,
    "agree_to_news": referral.agree_to_news,
    "stop_follow_up": referral.stop_follow_up,
    "note_visit": referral.note_visit,
    "tell_visit": referral.tell_visit,
    "tell_requests": referral.tell_requests,
    "withdraw": referral.withdraw,
    "next_followed": follow_up.next_followed,
    "tell_follow_up": follow_up.tell_follow_up,
    "complain": complain.complain,
    "answer_complaint_here": complain.answer_here,
    "find_complaint": complain.find_complaint,
    "add_to_complaint": complain.add,
    "give_number": give_number,
    "hide": person.hide,
    "stop": person.stop,
    "forget": person.forget,
    "new_person": person.new_person,
    "start_again": person.start_again,
    "forget_age": person.forget_age,
    "leave": person.leave,
}

SAID_AGAIN: Mapping[str, Callable[[Turn, Mapping[str, Any]], object]] = {
    "emergency": care.emergency,
    "protection_services": care.protection_services,
    "suggest": suggest.suggest_again,
    "details": suggest.details,
    "rest": suggest.rest,
    "say_proposal": propose.say_why,
    "tell_requests": referral.tell_requests,
}
"""The actions that tell something, and what tells the same once more and does nothing else."""

RESULTS: Mapping[str, tuple[str, ...]] = {
    "suggest": ("some", "none"),
    "question_left": ("some", "none"),
    "details": ("part", "whole"),
    "why_not": ("told", "unknown"),
    "compare": ("done", "same"),
    "nearest_misses": ("some", "none", "urgent"),
    "check_referral": ("fresh", "already", "refused", "no_paper", "silent"),
    "tell_visit": ("good", "bad"),
    "care_said": ("health", "papers", "none"),
    "next_paper": (*referral.PAPERS_ASKED, "none"),
    "papers_to_confirm": ("some", "none"),
    "next_followed": ("one", "over"),
    "tell_follow_up": ("helped", "missing", "reason", "nothing", "bad", "good", "quiet"),
    "complain": ("grave", "noted", "nobody"),
    "find_complaint": ("known", "asked", "unknown"),
}
"""The results that an action may have, where there is more than « done »; a flow must have an arrow for each."""
