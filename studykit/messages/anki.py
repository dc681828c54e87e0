"""What is said of Anki: decks that come home, what Anki will do with a package, cards' histories, decks renamed."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "import-notes": (
        "{file}: {notes} {notes:note|notes} of ours, {foreign} {foreign:other|others} (left alone)",
        "{file}：{notes} 条是我们的笔记，另有 {foreign} 条不是（不处理）",
    ),
    "import-reviews": (
        "reviews: {new} new, {known} known already, {by_hand} {by_hand:change|changes} by hand left out",
        "复习记录：新增 {new} 条，已有 {known} 条，略过手动调整 {by_hand} 条",
    ),
    "import-marks": (
        "suspended {suspend}, unsuspended {unsuspend}, flagged {flag}, flags taken away {unflag}",
        "暂停 {suspend}，恢复 {unsuspend}，加旗标 {flag}，去旗标 {unflag}",
    ),
    "import-edited": ("taken", "已采用"),
    "import-conflict": (
        "changed here and in Anki; the words here (-) stay, Anki's (+) were not taken:",
        "两边都改过；保留这里的文字（-），未采用 Anki 的（+）：",
    ),
    "import-unreadable": (
        "changed in Anki to what a deck file cannot say; not taken (+):",
        "在 Anki 中改成了牌组文件无法表达的内容；未采用（+）：",
    ),
    "import-kind": ("another note type", "笔记类型不同"),
    "import-gone": (
        "{count} {count:card was|cards were} deleted here and {count:stands|stand} in Anki alone; the reviews are "
        "kept:",
        "{count} 张卡片已在这里删除，只在 Anki 中还有；复习记录仍保留：",
    ),
    "import-held": (
        "The words of {count} {count:note was|notes were} not compared: the deck files cannot be read.",
        "有 {count} 条笔记的牌组文件无法读取，未比较文字。",
    ),
    "import-none-ours": (
        "No note in this file was made by studykit here.",
        "该文件中没有由这里的 studykit 生成的笔记。",
    ),
    "import-nothing": ("Nothing new.", "没有新内容。"),
    "import-dry-run": ("Nothing was written.", "没有写入任何内容。"),
    "import-build": (
        "The deck files were changed. `studykit build` brings the packages in line.",
        "牌组文件已更新。运行 `studykit build` 更新牌组包。",
    ),
    "anki-will": (
        "in Anki: {new} new, {updated} updated, {unchanged} left as they are",
        "在 Anki 中：新增 {new}，更新 {updated}，不变 {unchanged}",
    ),
    "anki-left": (
        "not done by Anki itself: {what}; see {file}, or run `studykit sync-anki`",
        "Anki 不会自动做：{what}；见 {file}，或运行 `studykit sync-anki`",
    ),
    "anki-left-move": ("{count} stay in their old deck", "{count} 条留在旧牌组"),
    "anki-left-suspend": ("{count} retired to suspend", "{count} 条已停用，需暂停"),
    "anki-left-unsuspend": ("{count} that came back to unsuspend", "{count} 条已恢复，需取消暂停"),
    "anki-left-remove": ("{count} removed here stay", "{count} 条已在这里删除，Anki 中仍保留"),
    "anki-left-empty": ("{count} with empty cards", "{count} 条有空卡片"),
    "help-sync-anki": (
        "Move cards and suspend retired ones in an Anki that runs (add-on AnkiConnect)."
        "\n\nExample: studykit sync-anki --yes",
        "在运行中的 Anki（插件 AnkiConnect）里移动卡片、暂停已停用的卡片。\n\n例：studykit sync-anki --yes",
    ),
    "help-sync-anki-yes": ("Do it without asking.", "不询问，直接执行。"),
    "anki-not-running": (
        "Anki does not answer at {address} ({detail}). Start Anki with the add-on AnkiConnect, or set `anki_connect`.",
        "Anki 在 {address} 没有应答（{detail}）。请启动装有 AnkiConnect 插件的 Anki，或设置 `anki_connect`。",
    ),
    "anki-connect-odd": (
        "What answers at {address} is no AnkiConnect that is known: {detail}.",
        "{address} 的应答不像 AnkiConnect：{detail}。",
    ),
    "anki-connect-error": (
        "Anki did not do “{action}”: {detail}.",
        "Anki 没有完成“{action}”：{detail}。",
    ),
    "config-anki-connect": (
        'studykit.toml: {key} = {found!r} is no address; it would be like "http://127.0.0.1:8765".',
        'studykit.toml：{key} = {found!r} 不是地址，应类似 "http://127.0.0.1:8765"。',
    ),
    "sync-notes": (
        "{notes} {notes:note|notes} of ours in Anki; {missing} {missing:card here is|cards here are} not there yet "
        "(import the packages)",
        "Anki 中有我们的 {notes} 条笔记；这里有 {missing} 张卡片尚未导入（请导入牌组包）",
    ),
    "sync-move": ("move", "移动"),
    "sync-suspend": ("suspend", "暂停"),
    "sync-edited": ("edited in Anki", "在 Anki 中改过"),
    "sync-edited-why": (
        "A newer package would write over these. Export the deck from Anki and run `studykit import` first.",
        "更新的牌组包会覆盖这些修改。请先从 Anki 导出牌组并运行 `studykit import`。",
    ),
    "sync-gone": (
        "{count} {count:note|notes} in Anki deleted here, and left there; remove in Anki, if you will:",
        "Anki 中有 {count} 条笔记已在这里删除。未处理；可在 Anki 中自行删除：",
    ),
    "sync-ask": ("Change {count} {count:note|notes} in Anki?", "在 Anki 中更改 {count} 条笔记？"),
    "sync-done": ("{moved} moved, {suspended} suspended.", "已移动 {moved}，已暂停 {suspended}。"),
    "sync-left": ("Nothing was changed; `--yes` does it.", "没有更改；加 `--yes` 执行。"),
    "sync-nothing": ("Nothing to do in Anki.", "Anki 中没有要做的。"),
    "help-history": (
        "What happened to a card, when, and why.\n\nExample: studykit history k3f9w2qa7b",
        "一张卡片何时、为何发生过什么。\n\n例：studykit history k3f9w2qa7b",
    ),
    "history-status-active": ("active", "在用"),
    "history-status-new": ("not built yet", "尚未生成"),
    "history-status-retired": ("retired", "已停用"),
    "history-status-deleted": ("deleted", "已删除"),
    "history-text": ("text", "文字"),
    "history-retired-text": ("retired", "停用"),
    "history-new": ("made", "生成"),
    "history-updated": ("updated", "更新"),
    "history-edited": ("edited", "修改"),
    "history-retired": ("retired", "停用"),
    "history-revived": ("came back", "恢复"),
    "history-moved": ("moved", "移动"),
    "history-deleted": ("deleted", "删除"),
    "history-deck-renamed": ("deck renamed", "牌组改名"),
    "history-draft-accepted": ("draft accepted", "接受草稿"),
    "history-draft-rejected": ("draft rejected", "拒绝草稿"),
    "history-suggestion-accepted": ("suggestion taken", "采用建议"),
    "history-suggestion-rejected": ("suggestion dismissed", "不用建议"),
    "history-review": ("review", "复习"),
    "history-suspend": ("suspended", "暂停"),
    "history-unsuspend": ("unsuspended", "恢复提问"),
    "history-bury": ("buried", "搁置"),
    "history-unbury": ("unburied", "取消搁置"),
    "history-flag": ("flagged", "加旗标"),
    "history-unflag": ("flag taken away", "去旗标"),
    "history-edit-undone": ("edit taken back", "撤销修改"),
    "history-anki-edit": ("taken from Anki", "采用 Anki 的修改"),
    "history-anki-conflict": ("Anki says otherwise", "Anki 中不同"),
    "history-anki-unreadable": ("Anki has what is not Markdown", "Anki 中有无法写成 Markdown 的内容"),
    "history-anki-moved": ("moved in Anki", "在 Anki 中移动"),
    "history-anki-suspended": ("suspended in Anki", "在 Anki 中暂停"),
    "history-rating-1": ("Again", "重来"),
    "history-rating-2": ("Hard", "困难"),
    "history-rating-3": ("Good", "良好"),
    "history-rating-4": ("Easy", "简单"),
    "history-days": ("{days} d", "{days} 天"),
    "history-minutes": ("{minutes} min", "{minutes} 分钟"),
    "history-hours": ("{hours} h", "{hours} 小时"),
    "history-undone": ("taken back", "已撤销"),
    "help-decks-list": ("The decks and how many cards stand in each.", "各牌组及其卡片数。"),
    "help-decks-move": (
        "Rename a deck, and those below it. Learning stays; Anki's cards stay in the old deck."
        "\n\nExample: studykit decks move RL::Basics RL::Foundations",
        "给牌组及其子牌组改名。学习记录不变；Anki 中的卡片仍留在旧牌组。\n\n例：studykit decks move RL::基础 RL::入门",
    ),
    "help-decks-move-dry-run": ("Say what would be renamed, and write nothing.", "只说明会改什么，不写入。"),
    "deck-name-bad": ("“{deck}” is no name for a deck.", "“{deck}”不能作为牌组名。"),
    "deck-into-itself": ("“{new}” is “{old}” or lies below it.", "“{new}”就是“{old}”或在它之下。"),
    "deck-name-taken": (
        "There is a deck “{deck}” already; its cards would be mixed with the others.",
        "已有牌组“{deck}”，卡片会混在一起。",
    ),
    "decks-move-anki": (
        "Anki does not follow: {count} {count:card stays|cards stay} in “{old}” there. `studykit sync-anki` moves "
        "them, or: in Anki's "
        'browser search deck:"{old}", select all, Cards → Change Deck.',
        "Anki 不会跟着改：那里的 {count} 张卡片仍在“{old}”。可运行 `studykit sync-anki`，"
        '或在 Anki 浏览器中搜索 deck:"{old}"，全选后“卡片 → 更改牌组”。',
    ),
    "decks-move-settings": (
        "studykit.toml has settings for “{deck}”; write them for the new name.",
        "studykit.toml 中有“{deck}”的设置，请改成新名字。",
    ),
    "decks-move-unread": (
        "{file} cannot be read; its deck was not renamed, if it is one of these.",
        "{file} 无法读取；若它属于这些牌组，尚未改名。",
    ),
    "decks-move-dry-run": ("Nothing was written.", "没有写入任何内容。"),
    "decks-move-done": (
        "Renamed. `studykit build` writes the packages with the new names.",
        "已改名。运行 `studykit build` 以新名字生成牌组包。",
    ),
}
