"""Why a draft waits, in words: with what a check found, and without it."""

from studykit.messages.draft_reasons import reason_text


def test_what_was_found_is_told() -> None:
    assert "33 words, more than 30" in reason_text("lint-answer-length", "en", {"weight": "33", "most": "30"})


def test_a_remark_of_which_nothing_is_known_is_left_out() -> None:
    assert reason_text("lint-language", "en") == "The card is in another language than its note."
    assert reason_text("lint-language", "zh") == "卡片与笔记的语言不同。"
    assert reason_text("lint-enumeration", "zh").startswith("它要求或给出了一串列举：")
    assert "“…”" in reason_text("lint-interference", "en")
