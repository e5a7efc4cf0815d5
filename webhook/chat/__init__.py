"""The web chat: a page that looks like the chats people know, and works on a cheap phone without scripts."""
