"""A Telegram group with topics, as one bot meets it: it is a member or an administrator, people tap its buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.doubles.telegram_rules import Refusal, bad


@dataclass(slots=True)
class Group:
    """``may``: the bot may manage topics. ``topics``: names by number; ``messages`` by message id, with their topic."""

    chat_id: int
    forum: bool = True
    admin: bool = True
    may: bool = True
    topics: dict[int, str] = field(default_factory=dict)
    topic_of: dict[int, int] = field(default_factory=dict)

    @property
    def chat(self) -> dict[str, Any]:
        """As it stands in messages."""
        more = {"is_forum": True} if self.forum else {}
        return {"id": self.chat_id, "type": "supergroup", "title": "Équipe", **more}


def place(groups: dict[int, Group], values: dict[str, Any]) -> Refusal | None:
    """Why a message cannot go where it should: only groups have topics, and only some."""
    thread, group = values.get("message_thread_id"), groups.get(values["chat_id"])
    if thread is None:
        return None
    if group is None or not group.forum or thread not in group.topics:
        return bad("message thread not found")
    return None


def new_topic(groups: dict[int, Group], values: dict[str, Any], number: int) -> Any:
    """What ``createForumTopic`` answers."""
    group = groups.get(values["chat_id"])
    if group is None:
        return bad("chat not found")
    if not group.forum:
        return bad("the chat is not a forum")
    if not (group.admin and group.may):
        return bad("not enough rights to create a topic")
    group.topics[number] = values["name"]
    return {"message_thread_id": number, "name": values["name"], "icon_color": 7322096}


def chat(groups: dict[int, Group], values: dict[str, Any]) -> Any:
    """What ``getChat`` answers; much more stands in a real answer."""
    group = groups.get(values["chat_id"])
    if group is None:
        return bad("chat not found")
    return {**group.chat, "accent_color_id": 1, "max_reaction_count": 11, "some_new_field": {"of": "next year"}}


def member(groups: dict[int, Group], values: dict[str, Any], bot: int) -> Any:
    """What ``getChatMember`` answers of the bot itself."""
    group = groups.get(values["chat_id"])
    if group is None or values["user_id"] != bot:
        return bad("invalid user_id specified")
    user = {"id": bot, "is_bot": True, "first_name": "Sira"}
    if not group.admin:
        return {"status": "member", "user": user}
    return {"status": "administrator", "user": user, "can_manage_topics": group.may, "can_be_edited": False}
