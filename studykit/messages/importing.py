"""What is said of Anki collections of others that are taken in, learned, edited, given out again, and taken back."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "help-import": (
        "Take in Anki packages (.apkg, .colpkg): decks of others with notes, media, schedule and reviews; and your own "
        "studykit decks coming home with reviews and edits.\n\nThe same file twice changes nothing; a newer one "
        "updates by GUID. `--undo` takes the last import of others' notes back whole. A database of hashcards or "
        "repeater needs the folder of its notes: hashcards.db --notes DIR.\n\n"
        "Example: studykit import Core2000.apkg --dry-run",
        "导入 Anki 牌组包（.apkg、.colpkg）：别人的牌组连同笔记、媒体、进度和复习记录；"
        "以及从 Anki 带着复习和修改回来的 studykit 牌组。\n\n"
        "同一文件导入两次不会有变化；较新的文件按 GUID 更新。`--undo` 整个撤回最近一次导入。"
        "hashcards 或 repeater 的数据库要给出笔记文件夹：hashcards.db --notes DIR。\n\n"
        "例：studykit import Core2000.apkg --dry-run",
    ),
    "help-importing-dry-run": ("Say what would be taken in, and write nothing.", "只说明会导入什么，不写入。"),
    "help-importing-undo": (
        "Take the last import of others' notes back: notes, cards, reviews, files.",
        "撤回最近一次导入：笔记、卡片、复习记录和文件。",
    ),
    "help-importing-learn": (
        "Where new decks are learned: here, or in Anki. Asked on a terminal; else what the settings say.",
        "新牌组在哪里学习：这里（here）或 Anki。在终端上会询问，否则按设置。",
    ),
    "help-importing-theirs": (
        "Where a note was changed here and in Anki, take Anki's words.",
        "笔记在两边都改过时，采用 Anki 的文字。",
    ),
    "decks-from-anki": ("(from Anki)", "（来自 Anki）"),
    "import-others": (
        "{file}: {notes} {notes:note|notes}: {new} new, {updated} updated, {older} older than here",
        "{file}：{notes} 条笔记：新增 {new}，更新 {updated}，比这里旧 {older}",
    ),
    "import-cards": (
        "cards: {cards} new ({fsrs} with FSRS's memory, {converted} converted from SM-2), {moved} brought up to date; "
        "{suspended} suspended, {flagged} flagged",
        "卡片：新增 {cards} 张（{fsrs} 张带 FSRS 记忆，{converted} 张由 SM-2 换算），更新 {moved} 张；"
        "暂停 {suspended}，旗标 {flagged}",
    ),
    "import-files": (
        "pictures and sounds: {files}; named by notes and not in the file: {missing}",
        "图片和声音：{files}；笔记提到但文件里没有：{missing}",
    ),
    "import-deck": ("  {deck}  {cards} {cards:card|cards}, learned {where}", "  {deck}  {cards} 张，在{where}学习"),
    "import-deck-options": ("    from Anki: {options}", "    来自 Anki：{options}"),
    "import-decks-options": ("  with these settings from Anki: {options}", "  来自 Anki 的设置：{options}"),
    "import-here": ("here", "这里"),
    "import-in-anki": ("in Anki", " Anki 里"),
    "import-ask-learn": (
        "{count} {count:deck is|decks are} new. Learn {count:it|them} here (terminal), with Anki free to cram? "
        "No: Anki keeps the schedule.",
        "有 {count} 个新牌组。在这里（终端）学习吗？选“否”则进度仍归 Anki。",
    ),
    "import-both": ("changed here (-) and in Anki (+):", "这里（-）和 Anki（+）都改过："),
    "import-ask-theirs": ("Take Anki's words?", "采用 Anki 的文字吗？"),
    "import-kept": ("kept as it is here", "保留这里的"),
    "import-taken": ("Anki's words taken", "已采用 Anki 的"),
    "import-done": (
        "Taken in. `studykit import --undo` takes it back; `studykit review` asks it.",
        "已导入。`studykit import --undo` 可撤回；`studykit review` 开始学习。",
    ),
    "import-undone": (
        "{file} is taken back: {notes} {notes:note|notes}, {cards} {cards:card|cards}, "
        "{reviews} {reviews:review|reviews}; {restored} {restored:note is as it was|notes are as they were}.",
        "已撤回 {file}：{notes} 条笔记，{cards} 张卡片，{reviews} 条复习记录；{restored} 条笔记已恢复原样。",
    ),
    "import-undo-nothing": ("There is no import to take back.", "没有可撤回的导入。"),
    "import-undo-alone": ("--undo goes without files.", "--undo 不与文件同用。"),
    "import-no-files": ("Which file? Name one or several, or say --undo.", "要导入哪个文件？请给出文件，或用 --undo。"),
    "imported-not-fields": (
        "{path} line {line}: these are not the note's fields: {found}. "
        "Each begins with a line “=== name ===”: {expected}",
        "{path} 第 {line} 行：字段不对：{found}。每个字段以一行“=== 名称 ===”开头：{expected}",
    ),
    "imported-edited": (
        "Changed. `studykit cards edit ID --undo` takes it back.",
        "已修改。`studykit cards edit ID --undo` 可撤回。",
    ),
    "imported-undo-none": (
        "Card {id} has no edit of a note from Anki to take back.",
        "卡片 {id} 没有可撤回的修改（仅限来自 Anki 的笔记）。",
    ),
    "help-cards-edit-undo": (
        "Of a note from Anki: bring it back where it was deleted; else take the last edit back.",
        "来自 Anki 的笔记：已删除的恢复，否则撤回最近一次修改。",
    ),
    "imported-restored": ("The deleted note from Anki is back.", "已恢复删除的 Anki 笔记。"),
    "import-collection": (
        "{path} is Anki's collection itself, which Anki may be writing to. Export it in Anki (File → Export, Anki "
        "Collection Package) and import that file: its pictures and sounds come along too.",
        "{path} 是 Anki 的数据库本身，Anki 可能正在写入。请在 Anki 中导出（文件 → 导出，格式选 .colpkg）后导入该文件："
        "图片和声音也会一并带来。",
    ),
    "import-joined": (
        "{count} {count:note was made of a card|notes were made of cards} in your notes: the history goes on there, "
        "and what came from Anki is suspended",
        "{count} 条笔记由你笔记里的卡片生成：学习记录由那里的卡片接续，来自 Anki 的暂停",
    ),
    "import-stay-deleted": (
        "{count} {count:note that you deleted here stays|notes that you deleted here stay} out "
        "(`studykit cards edit ID --undo` brings one back)",
        "{count} 条笔记在这里删除过，不再导入（用 `studykit cards edit ID --undo` 恢复）",
    ),
    "browse-move-imported": (
        "Cards from Anki stay in their decks: move them in Anki and import the deck again. Nothing was moved.",
        "来自 Anki 的卡片留在原牌组：请在 Anki 里移动后重新导入。未移动任何卡片。",
    ),
    "imported-unchanged": ("Nothing was changed.", "没有改动。"),
    "held-by-import": (
        "an imported card asks the same",
        "导入的卡片问的是同一内容",
    ),
    "help-export-progress": (
        "For apkg: with schedule and reviews, which Anki takes on a first import.",
        "用于 apkg：带上进度和复习记录；Anki 在首次导入时采用。",
    ),
    "export-progress-format": (
        "Only a package carries progress: --with-progress goes with --format apkg.",
        "只有牌组包能带进度：--with-progress 只用于 --format apkg。",
    ),
    "export-progress-how": (
        "In Anki, tick “Import any learning progress” when you import it. Anki takes progress only for cards "
        "that are new to it.",
        "在 Anki 导入时请勾选“导入学习进度”。Anki 只为它还没有的卡片采用进度。",
    ),
}
