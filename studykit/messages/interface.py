"""The command line: help, progress, summaries, questions."""

TEXTS: dict[str, tuple[str, str]] = {
    # help
    "help-studykit": (
        "Learn your Obsidian notes: cards from every section of a map of content, for Anki and the terminal.\n\n"
        "Begin with `studykit init` in the folder above your vault, then `studykit build`.",
        "学习你的 Obsidian 笔记：按 MOC 的小节出卡，导入 Anki 或在终端里复习。\n\n"
        "先在库的上一层文件夹运行 `studykit init`，再运行 `studykit build`。",
    ),
    "help-commands": ("Commands", "命令"),
    "help-workspace": (
        "The workspace [default: the nearest folder upward with studykit.toml, else here].",
        "工作区 [默认：向上最近的含 studykit.toml 的文件夹，否则为当前文件夹]。",
    ),
    "help-lang": ("The language of texts [default: setting, then locale].", "界面语言 [默认：设置项，其次系统语言]。"),
    "help-debug": ("Show where studykit failed.", "出错时显示位置。"),
    "help-json": ("Print one JSON object.", "输出一个 JSON 对象。"),
    "help-json-lines": ("Print one JSON object a line.", "每行输出一个 JSON 对象。"),
    "help-init": (
        "Look at your notes, say what was found, write studykit.toml.\n\n"
        "Example: studykit init ~/learning --vault ~/notes",
        "查看笔记，说明发现了什么，写出 studykit.toml。\n\n例：studykit init ~/learning --vault ~/notes",
    ),
    "help-init-vault": (
        "The vault, relative to DIR [default: `vault`, or DIR itself where it holds notes].",
        "库的位置，相对于 DIR [默认：`vault`；DIR 里有笔记时为 DIR 本身]。",
    ),
    "help-init-force": ("Write studykit.toml anew where there is one.", "已有 studykit.toml 时重新写入。"),
    "help-build": (
        "Turn notes into deck files and Anki packages.\n\n"
        "Only what changed is drafted again; your edits and deletions stand. Example: studykit build --dry-run",
        "把笔记变成牌组文件和 Anki 包。\n\n只重做有变化的部分；你的修改和删除都会保留。例：studykit build --dry-run",
    ),
    "help-build-vault": ("The vault [default: the setting, else `vault`].", "库的位置 [默认：设置项，否则 `vault`]。"),
    "help-build-moc": ("Only this map of content.", "只处理这个 MOC。"),
    "help-build-section": ("Only sections whose heading path holds this text.", "只处理标题路径包含这段文字的小节。"),
    "help-build-drafter": ("Who drafts.", "由谁出卡。"),
    "help-build-all": ("Also write one package of all decks.", "另外写出一个包含所有牌组的包。"),
    "help-build-dry-run": ("Show what would be done; write nothing.", "只显示将要做什么，不写任何文件。"),
    "help-build-force": ("Go on although many notes are gone.", "即使很多笔记不见了也继续。"),
    "help-build-yes": ("Ask nothing.", "不询问。"),
    "help-build-verbose": (
        "Show every card's step, every problem, the rules.",
        "显示每张卡片的处理、全部问题和各规则的数目。",
    ),
    "help-doctor": (
        "Say what is wrong with the notes: broken links, damaged text, stubs, duplicates, coverage.\n\n"
        "Nothing is written. Example: studykit doctor --vault ~/notes",
        "检查笔记：断链、损坏的文本、占位笔记、重复、覆盖率。\n\n不写任何文件。例：studykit doctor --vault ~/notes",
    ),
    "help-doctor-verbose": ("Show everything.", "全部显示。"),
    "help-decks": (
        "List the decks.\n\nExample: studykit decks --json",
        "列出牌组。\n\n例：studykit decks --json",
    ),
    "help-cards": (
        "List, show, add, edit or suspend cards.\n\nExample: studykit cards list is:leech",
        "列出、查看、添加、修改或暂停卡片。\n\n例：studykit cards list is:leech",
    ),
    "help-cards-list": (
        "List the cards of the decks.\n\nExample: studykit cards list --deck GRPO --json",
        "列出牌组里的卡片。\n\n例：studykit cards list --deck GRPO --json",
    ),
    "help-cards-deck": ("Only decks whose name holds this text.", "只看名称包含这段文字的牌组。"),
    "help-cards-status": ("Only cards of this status.", "只看这种状态的卡片。"),
    "help-cards-show": (
        "Show one card as its deck file has it.\n\nExample: studykit cards show k3f9w2qa7b",
        "按牌组文件里的样子显示一张卡片。\n\n例：studykit cards show k3f9w2qa7b",
    ),
    # drafts
    "help-drafts": (
        "See what waits for you: list, show, accept, edit, reject, undo.\n\n"
        "Without a command it lists. Example: studykit drafts --rule term",
        "查看待你确认的草稿：列出、查看、接受、修改、拒绝、撤销。\n\n不写子命令时列出。例：studykit drafts --rule term",
    ),
    "help-drafts-list": (
        "List the drafts that wait, by note, and why.\n\nExample: studykit drafts list --lint soft --json",
        "按笔记列出待定的草稿和原因。\n\n例：studykit drafts list --lint soft --json",
    ),
    "help-drafts-show": (
        "Show a draft with the words it was read from.\n\nExample: studykit drafts show 3f9a1c2b",
        "显示一张草稿和它的引文。\n\n例：studykit drafts show 3f9a1c2b",
    ),
    "help-drafts-accept": (
        "Put drafts into their decks, and build.\n\nExample: studykit drafts accept --all --rule table",
        "把草稿放进牌组，并重新生成。\n\n例：studykit drafts accept --all --rule table",
    ),
    "help-drafts-reject": (
        "Reject drafts: they never come back.\n\nExample: studykit drafts reject 3f9a1c2b --why trivial",
        "拒绝草稿：以后不再提出。\n\n例：studykit drafts reject 3f9a1c2b --why 太琐碎",
    ),
    "help-drafts-edit": (
        "Change a draft in your editor ($EDITOR) and accept it.\n\nExample: studykit drafts edit 3f9a1c2b",
        "在编辑器（$EDITOR）里修改草稿并接受。\n\n例：studykit drafts edit 3f9a1c2b",
    ),
    "help-drafts-undo": (
        "Take back what the last command decided, and build.\n\nExample: studykit drafts undo",
        "撤销上一条命令的决定，并重新生成。\n\n例：studykit drafts undo",
    ),
    "help-drafts-rule": ("Only drafts of this rule.", "只看这条规则的草稿。"),
    "help-drafts-note": ("Only notes whose path holds this text.", "只看路径包含这段文字的笔记。"),
    "help-drafts-section": ("Only sections whose heading path holds this text.", "只看标题路径包含这段文字的小节。"),
    "help-drafts-lint": ("Only drafts that this check flagged.", "只看被这项检查标出的草稿。"),
    "help-drafts-suggestions": (
        "Only new texts for cards that you edited; without it `--all` leaves them alone.",
        "只看为你改过的卡片提出的新内容；不加此项时 `--all` 不会动它们。",
    ),
    "help-drafts-all": ("All drafts that the filter shows.", "筛选出的全部草稿。"),
    "help-drafts-why": ("Your reason, kept with the rejection.", "你的理由，与拒绝一同保存。"),
    "drafts-waiting": (
        "{count} {count:draft waits|drafts wait} for you: `studykit drafts show KEY`, `accept`, `edit` or `reject`",
        "{count} 张草稿待你确认：`studykit drafts show 编号`，或 `accept`、`edit`、`reject`",
    ),
    "drafts-none": ("no such draft waits", "没有这样的待定草稿"),
    "drafts-left": ("Nothing was decided.", "什么都没有决定。"),
    "drafts-ask-accept": ("Accept {count} {count:draft|drafts}?", "接受这 {count} 张草稿吗？"),
    "drafts-ask-reject": ("Reject {count} {count:draft|drafts} for good?", "永久拒绝这 {count} 张草稿吗？"),
    "drafts-accepted": (
        "accepted: {count} {count:card stands in its deck|cards stand in their decks} (`studykit drafts undo` "
        "takes it back)",
        "已接受：{count} 张卡片已在牌组里（`studykit drafts undo` 可撤销）",
    ),
    "drafts-not-placed": (
        "{count} more {count:is accepted and waits|are accepted and wait} for a deck file or a note that can be "
        "used; the next build tries again",
        "另有 {count} 张已接受，但牌组文件或笔记暂时不可用；下次生成时再试",
    ),
    "drafts-rejected": (
        "rejected: {count} (`studykit drafts undo` takes it back)",
        "已拒绝：{count} 张（`studykit drafts undo` 可撤销）",
    ),
    "drafts-undone-accepted": ("waits again, was accepted:", "撤销接受，重新待定："),
    "drafts-undone-rejected": ("waits again, was rejected:", "撤销拒绝，重新待定："),
    "drafts-not-edited": ("Nothing was changed; the draft still waits.", "没有修改，草稿仍然待定。"),
    "drafts-edit-again": ("Edit it again?", "重新编辑吗？"),
    "drafts-beside": ("the card as you made it ({file}):", "你改过的卡片（{file}）："),
    "suggestion": ("a new text for a card that you edited", "为你改过的卡片提出的新内容"),
    # between the parts of a line
    "colon": (": ", "："),
    "comma": (", ", "，"),
    "list-comma": (", ", "、"),
    # progress
    "step-scan": ("Reading notes", "读取笔记"),
    "step-draft": ("Drafting cards", "出卡"),
    "step-package": ("Writing packages", "写包"),
    "step-scan-done": ("read {count} {count:note|notes}", "已读取 {count} 篇笔记"),
    "step-draft-done": ("drafted {count} {count:card|cards}", "拟出 {count} 张卡片"),
    "step-package-done": ("packages: {count}", "包：{count} 个"),
    # severities
    "severity-error": ("error", "错误"),
    "severity-warning": ("warning", "警告"),
    "severity-info": ("note", "提示"),
    "problems-more": (
        "… and {count} more; `studykit doctor -v` lists them all",
        "……另有 {count} 个；`studykit doctor -v` 可全部列出",
    ),
    # build
    "build-ask": (
        "Write {count} new {count:card|cards} into deck files and packages?",
        "把 {count} 张新卡片写入牌组文件和包吗？",
    ),
    "build-refused": ("Nothing was written.", "什么都没有写入。"),
    "build-summary": (
        "{total} {total:card|cards} in {decks} {decks:deck|decks} from {notes} {notes:note|notes}",
        "{notes} 篇笔记，{decks} 个牌组，{total} 张卡片",
    ),
    "build-no-cards": ("no card fits a rule yet", "还没有符合规则的卡片"),
    "build-without": (
        "{count} {count:note gives|notes give} no card (`-v` says why)",
        "{count} 篇笔记没有出卡（加 `-v` 看原因）",
    ),
    "build-package": ("for Anki (File → Import): {path}", "导入 Anki（文件 → 导入）：{path}"),
    "build-done": ("done in {seconds:.1f} s", "用时 {seconds:.1f} 秒"),
    "build-unchanged": ("nothing changed ({seconds:.2f} s)", "没有变化（{seconds:.2f} 秒）"),
    "build-dry": ("dry run: nothing was written", "试运行：什么都没有写入"),
    "build-rule": ("{rule}: {proposed} proposed, {dropped} dropped", "{rule}：提出 {proposed}，丢弃 {dropped}"),
    "build-lint": ("{code}: dropped {count}", "{code}：丢弃 {count}"),
    "count-new": ("{count} new", "新增 {count}"),
    "count-updated": ("{count} updated", "更新 {count}"),
    "count-kept": ("{count} kept", "保留 {count}"),
    "count-edited": ("{count} kept as you edited them", "按你的修改保留 {count}"),
    "count-retired": ("{count} retired", "停用 {count}"),
    "count-revived": ("{count} revived", "恢复 {count}"),
    "count-pending": ("{count} waiting", "待定 {count}"),
    "action-new": ("new     ", "新增"),
    "action-updated": ("updated ", "更新"),
    "action-kept": ("kept    ", "保留"),
    "action-edited": ("edited  ", "手改"),
    "action-retired": ("retired ", "停用"),
    "action-revived": ("revived ", "恢复"),
    "action-pending": ("waits   ", "待定"),
    "action-deleted": ("deleted ", "已删"),
    # why a note has no card
    "none-damaged": ("its text is damaged", "文本已损坏"),
    "none-off": ("`cards: off`", "`cards: off`"),
    "none-stub": ("a stub", "占位笔记"),
    "none-waiting": ("its drafts wait for you", "草稿待你确认"),
    # why a draft waits
    "rule-waits": ("its rule's cards wait for you", "这条规则的卡片都待你确认"),
    "ambiguous": ("it could be one of two cards that stand", "可能对应两张已有卡片之一"),
    "none-rules": ("nothing in it fits a rule", "没有符合规则的内容"),
    # the first look
    "survey-vault": ("{vault}: {notes} {notes:note|notes}", "{vault}：{notes} 篇笔记"),
    "survey-moc": (
        "map of content: {title} ({path}), {listed} {listed:note|notes}",
        "MOC：{title}（{path}），{listed} 篇笔记",
    ),
    "survey-no-moc": ("no map of content: each folder becomes a deck", "没有 MOC：每个文件夹成为一个牌组"),
    "survey-coverage": (
        "{listed} {listed:note is|notes are} listed by a map, {unlisted} {unlisted:is|are} not (the folder is the "
        "deck); {stubs} {stubs:stub|stubs}",
        "{listed} 篇被 MOC 收录，{unlisted} 篇没有（按文件夹归组）；{stubs} 篇占位笔记",
    ),
    "survey-unread": ("{count} {count:file|files} could not be read as text", "{count} 个文件无法按文本读取"),
    "survey-problems": (
        "{count} {count:problem|problems}; `studykit doctor` says more",
        "{count} 个问题；`studykit doctor` 可列出",
    ),
    "survey-drafts": (
        "{count} {count:card|cards}, {waiting} of them waiting for you:",
        "可出 {count} 张卡片，其中 {waiting} 张待你确认：",
    ),
    "survey-without": ("{count} {count:note gives|notes give} no card", "{count} 篇笔记没有出卡"),
    "survey-idle": (
        'all {count} from {folder}/ would wait: `exclude = ["{folder}/*"]` in studykit.toml leaves these notes out',
        '{folder}/ 的 {count} 张都会待定：在 studykit.toml 写 `exclude = ["{folder}/*"]` 可不读这些笔记',
    ),
    "survey-examples": ("Five of them:", "举五张为例："),
    "rule-question": ("questions you asked yourself", "你自己提的问题"),
    "rule-inline": ("`Q:` and `A:` in your notes", "笔记里的 `Q:` 与 `A:`"),
    "rule-formula": ("formulas that a note names", "有名称的公式"),
    "rule-brief": ("summaries in the frontmatter", "frontmatter 里的摘要"),
    "rule-gloss": ("what a map says of a note", "MOC 里的一句话说明"),
    "rule-acronym": ("acronyms that a note spells out", "写明全称的缩写"),
    "rule-definition": ("first sentences that define", "开头的定义句"),
    "rule-callout": ("definitions and theorems in callouts", "callout 里的定义与定理"),
    "rule-table": ("rows of tables", "表格的行"),
    "rule-asked": ("questions that a paragraph opens with", "段首的设问"),
    "rule-comparison": ("what two things differ in", "两者的区别"),
    "rule-keyterm": ("terms that a list defines", "列表里定义的术语"),
    "rule-cell": ("cells whose column asks stiffly", "列名不易提问的单元格"),
    "rule-steps": ("named steps in their order", "有名称的步骤"),
    "rule-code": ("code with its purpose", "写明用途的代码"),
    "rule-choice": ("choices between neighbours", "与邻项区分的选择题"),
    "rule-term": ("terms in lists", "列表里的术语"),
    "rule-label": ("labels with a colon", "冒号前的小标签"),
    "rule-copula": ("“X is Y” in prose", "行文中的“X 是 Y”"),
    "rule-seealso": ("what a note says of another", "笔记对另一篇的一句话说明"),
    "rule-bold": ("bold words hidden in their sentence", "句中加粗词的填空"),
    "init-ask": ("Write studykit.toml?", "写入 studykit.toml 吗？"),
    "init-learn": (
        "Where will you review? In this terminal, or in Anki (one of them owns the schedule)",
        "在哪里复习？本终端，还是 Anki（复习计划只能由其中一个负责）",
    ),
    "init-done": ("Next: `studykit build`", "下一步：`studykit build`"),
    # doctor
    "doctor-stubs": ("{folder}: {count} {count:stub|stubs}: {names}", "{folder}：{count} 篇占位笔记：{names}"),
    "doctor-unlisted": ("{path}: no map lists it", "{path}：没有 MOC 收录"),
    "doctor-notes": (
        "{notes} {notes:note|notes}, {links} {links:link|links}, {headings} {headings:heading|headings}",
        "{notes} 篇笔记，{links} 个链接，{headings} 个标题",
    ),
    "doctor-coverage": (
        "{listed} listed by a map, {unlisted} not, {mocs} {mocs:map|maps}, {stubs} {stubs:stub|stubs}, {unread} "
        "unreadable",
        "{listed} 篇被 MOC 收录，{unlisted} 篇未收录，{mocs} 个 MOC，{stubs} 篇占位，{unread} 篇无法读取",
    ),
    "doctor-problems": ("{count} {count:problem|problems}", "{count} 个问题"),
    "doctor-width": (
        "Both lines must end in the same column, or this font shows Chinese in the wrong width:",
        "下面两行应当一样宽，否则终端字体的中文宽度不对：",
    ),
    "decks-none": ("no decks yet: `studykit build` makes them", "还没有牌组：用 `studykit build` 生成"),
    "interrupted": ("interrupted", "已中断"),
}
