"""What the platforms allow, as named constants: read by the checks of flows and by the renderers of `bot`.

A text that breaks one of these is an error when the content is checked, never a silent cut at run time.
Sources: "Bot API" is the published Telegram Bot API (10.x, 2026); "Twilio" the Twilio Content API and WhatsApp pages,
"Meta" the WhatsApp Business platform pages, all read in November 2026.
"""

from locales.sheet.line import WORDS_A_SECOND

# Telegram
TELEGRAM_TEXT_MAX = 4096  # Bot API sendMessage.text, after entity parsing; counted in UTF-16 units to be safe
TELEGRAM_CAPTION_MAX = 1024  # Bot API sendVoice.caption and others
TELEGRAM_PAYLOAD_MAX_BYTES = 64  # Bot API InlineKeyboardButton.callback_data, 1–64 bytes
TELEGRAM_BUTTONS_MAX = 100  # keyboard, as python-telegram-bot's constants state it
TELEGRAM_CALLBACK_ANSWER_MAX = 200  # Bot API answerCallbackQuery.text
TELEGRAM_LABEL_MAX = 40  # ours: what stays whole on one row of a 360 px phone; the API states no limit
TELEGRAM_START_CODE_MAX = 64  # deep links: ?start= takes A–Z a–z 0–9 _ -

# WhatsApp through Twilio
WHATSAPP_TEXT_MAX = 1600  # Twilio error 21617
WHATSAPP_QUICK_REPLY_BODY_MAX = 1024  # Twilio quick-reply body
WHATSAPP_QUICK_REPLIES_MAX = 3  # in session, unapproved
WHATSAPP_QUICK_REPLY_LABEL_MAX = 20  # Meta reply buttons
WHATSAPP_LIST_BODY_MAX = 1024  # Twilio list-picker body
WHATSAPP_LIST_ROWS_MAX = 10  # Twilio list-picker items
WHATSAPP_LIST_LABEL_MAX = 24  # Twilio list-picker item
WHATSAPP_LIST_DESCRIPTION_MAX = 72  # Twilio list-picker description
WHATSAPP_LIST_BUTTON_MAX = 20  # Meta list button
WHATSAPP_PAYLOAD_MAX = 200  # Twilio item id
WHATSAPP_WINDOW_SECONDS = 24 * 3600  # free text only so long after the person's last message (63016)

# Ours
PREVIEW_CHARACTERS = 80  # what a notification shows; no sensitive word may stand here (protection A3)
CONSENT_TEXT_MAX = 700  # information before consent, in one breath (conversation, flow 1)
QUESTIONS_BEFORE_FIRST_HELP_MAX = 7  # language, consent and safety not counted
INPUTS_TO_A_HUMAN_MAX = 2  # a human within two inputs from every state (protection A9)
CHOICES_MAX = WHATSAPP_LIST_ROWS_MAX  # more choices than the smallest channel can list are two questions
LABEL_MAX = WHATSAPP_LIST_LABEL_MAX  # a label must fit whole on every channel, in every language
LABEL_MAX_QUICK = WHATSAPP_QUICK_REPLY_LABEL_MAX  # up to three choices become buttons, which are shorter
SPOKEN_CHOICES_MAX = 4  # choices said aloud at a time (languages.md); who hears more has forgotten the first
SPOKEN_QUESTION_WORDS_MAX = (
    25  # ten seconds of a calm reader (languages.md): of a longer question the beginning is gone
)
SPOKEN_ASKED_WORDS_MAX = 50  # twenty seconds: a question with what explains it (languages.md, an instruction)
SPOKEN_SECONDS_MAX = 60  # an information in pieces of at most a minute (languages.md)
SPOKEN_WORDS_MAX = int(SPOKEN_SECONDS_MAX * WORDS_A_SECOND)  # of one text, which no voice can part
QUIET_SECONDS = 15 * 60  # after this, the next text may come from somebody else's hand
