"""What is said of cards that notes hold in other tools' syntaxes, and of what those tools knew of them."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "rule-written": ("cards that you wrote for another tool", "你为其他卡片工具写下的卡片"),
    "inline-schedule-changed": (
        "another tool has given this card a new date, {due}. It was taken over when the card was made and is not taken "
        "again: the card is learned here now. Remove the comment, or turn the other tool off for this note",
        "其他工具给这张卡片改了日期：{due}。进度在建卡时已接过来，之后不再采用：这张卡片现在在这里学习。"
        "可删除该注释，或在那个工具里停用这篇笔记",
    ),
    "inline-deck-moved": (
        "moved to {new}, as the note says now: {count} {count:card|cards} that stood in {old}. What was learned stays. "
        "Anki leaves {count:it|them} in {old} until you move {count:it|them} there, or `studykit sync-anki` does",
        "按笔记所写，{count} 张卡片从 {old} 移到了 {new}，学习记录保留。Anki 里仍在 {old}：请在那里移动，"
        "或运行 `studykit sync-anki`",
    ),
    "inline-deck-waits": (
        "{count} {count:card|cards} will go to {new}, as the note says now, once {file} can be read: mend it, and the "
        "next build moves {count:it|them}",
        "按笔记所写，{count} 张卡片要移到 {new}，但 {file} 无法读取：修好后，下次构建就会移动",
    ),
    "inline-twice": (
        "another card says the same as the one that stands here: both are one card",
        "已有内容相同的卡片：两处算一张",
    ),
    "reason-deck": ("its note names another deck now", "笔记改了牌组"),
    "inline-found": (
        "Cards in the syntaxes of other tools, which are read where they stand:",
        "笔记里有其他工具语法写的卡片，会按原样读取：",
    ),
    "inline-found-one": (
        "{cards:>5}  {name}: in {notes} {notes:note|notes}, {known} with its id or schedule",
        "{cards:>5}  {name}：{notes} 篇笔记，{known} 张带有它的编号或进度",
    ),
    "inline-history-anki": (
        "What you learned of these in Anki comes along: after the build, import the package that Anki exports.",
        "这些卡片在 Anki 里的学习记录可以带来：构建后导入 Anki 导出的牌组包即可。",
    ),
    "inline-history-hashcards": (
        "What you learned in hashcards or repeater comes along: after the build, `studykit import FILE --notes DIR` "
        "with the hashcards.db of the one or the cards.db of the other.",
        "在 hashcards 或 repeater 里的学习记录可以带来：构建后运行 `studykit import FILE --notes DIR`，"
        "FILE 为前者的 hashcards.db 或后者的 cards.db。",
    ),
    "inline-found-plugin": ("; its plugin is there", "；装有它的插件"),
    "inline-name-spaced-repetition": ("Spaced Repetition", "Spaced Repetition"),
    "inline-name-flashcards": ("Flashcards", "Flashcards"),
    "inline-name-obsidian-to-anki": ("Obsidian_to_Anki", "Obsidian_to_Anki"),
    "inline-name-hashcards": ("hashcards, repeater", "hashcards、repeater"),
    "inline-name-inka": ("inka", "inka"),
    "inline-name-headings": ("mdanki, Decks", "mdanki、Decks"),
    "inline-name-yanki": ("Yanki", "Yanki"),
    "inline-name-anki": ("Anki's {{{{c1::…}}}}", "Anki 的 {{{{c1::…}}}}"),
    "history-inline-joined": (
        "suspended: its history goes on with the card in the note",
        "已暂停：学习记录由笔记中的卡片接续",
    ),
    "help-importing-notes": (
        "With a database of hashcards or repeater: the folder of its notes, which lies in the vault.",
        "与 hashcards 或 repeater 的数据库同用：其笔记所在的文件夹（在库内）。",
    ),
    "hashcards-unreadable": (
        "{path}: this is no database of hashcards or repeater ({detail}).",
        "{path}：不是 hashcards 或 repeater 的数据库（{detail}）。",
    ),
    "hashcards-no-notes": (
        "{path} knows cards by the hash of their text: say with --notes DIR where its notes lie.",
        "{path} 只按文本哈希记录卡片：请用 --notes DIR 指出笔记文件夹。",
    ),
    "hashcards-not-in-vault": (
        "{path} does not lie in the vault {vault}: move the notes there and build, then their cards have a place here.",
        "{path} 不在库 {vault} 内：请先把笔记移入库并构建，卡片才有归处。",
    ),
    "hashcards-not-read": (
        'The cards of hashcards and repeater are not read. Write syntaxes = ["hashcards"] under [inline] in '
        "studykit.toml, build, and import again.",
        "没有启用 hashcards（repeater）的语法。请在 studykit.toml 的 [inline] 下写 "
        'syntaxes = ["hashcards"]，构建后再导入。',
    ),
    "hashcards-came": (
        "{path}: {known} {known:card|cards}: {matched} {matched:is|are} asked here, {elsewhere} "
        "{elsewhere:stands|stand} in the notes and {elsewhere:is|are} no card here yet (build first), {lost} "
        "{lost:stands|stand} in no note as {lost:it was|they were}",
        "{path}：{known} 张卡片：{matched} 张已在这里，{elsewhere} 张在笔记中但尚未成卡（请先构建），"
        "{lost} 张的原文已不在笔记中",
    ),
    "repeater-schedules": (
        "schedules: {carried} taken over, {learned} left as the card has been learned here; {damaged} "
        "{damaged:row|rows} that cannot be read",
        "进度：接过 {carried} 条，{learned} 条因卡片已在这里学过而保留原样；{damaged} 行无法读取",
    ),
    "hashcards-reviews": (
        "reviews: {reviews} new, {already} known; {damaged} {damaged:row|rows} that cannot be read",
        "复习记录：新增 {reviews}，已有 {already}；{damaged} 行无法读取",
    ),
}
