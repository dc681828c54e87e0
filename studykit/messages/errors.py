"""Errors: what a person reads when a run stops or a deck file is refused. Place, cause, next step.

Braces of a cloze are doubled, as all texts go through `str.format`.
"""

_AT = "{path}:{line}:{column}: "

TEXTS: dict[str, tuple[str, str]] = {
    # a deck file's frontmatter
    "deck-header-missing": (
        _AT + "a deck file begins with a frontmatter between two lines `---`. Add one with the key `deck`.",
        _AT + "牌组文件要以两行 `---` 之间的 frontmatter 开头。请补上，并写明 `deck`。",
    ),
    "deck-header-unclosed": (
        _AT + "this frontmatter has no second line `---`. Add it behind the last key.",
        _AT + "这段 frontmatter 缺少第二行 `---`。请在最后一个键之后补上。",
    ),
    "deck-header-yaml": (
        _AT + "the frontmatter is not YAML: {cause}. Correct this place; a value with `: ` needs quotes.",
        _AT + "frontmatter 不是合法的 YAML：{cause}。请修正此处；含有 `: ` 的值要加引号。",
    ),
    "deck-header-alias": (
        _AT + "YAML anchors and aliases (`&`, `*`) are not read. Write the value out, or put it in quotes.",
        _AT + "不支持 YAML 的锚点和别名（`&`、`*`）。请直接写出值，或给它加上引号。",
    ),
    "deck-header-no-mapping": (
        _AT + "the frontmatter must be lines `key: value` and nothing else. Rewrite it so.",
        _AT + "frontmatter 只能由 `键: 值` 这样的行组成。请照此改写。",
    ),
    "deck-header-duplicate": (
        _AT + "the key `{key}` is there twice. Remove one of the two.",
        _AT + "键 `{key}` 出现了两次。请删去其中一个。",
    ),
    "deck-header-value": (
        _AT + "`{key}` must be one text, not a list or a mapping. Write it on one line.",
        _AT + "`{key}` 必须是一段文字，不能是列表或映射。请写成一行。",
    ),
    "deck-header-no-deck": (
        _AT + "the frontmatter does not name the deck. Add a line such as `deck: Mathematics::Algebra`.",
        _AT + "frontmatter 没有写明牌组。请加上一行，例如 `deck: 数学::代数`。",
    ),
    "deck-header-order": (
        _AT + "`order` must be a whole number from 0 on, not `{value}`. Correct it or remove the line.",
        _AT + "`order` 必须是不小于 0 的整数，而不是 `{value}`。请改正或删去这一行。",
    ),
    "deck-header-fixed": (
        _AT + "this frontmatter is written so that a key cannot be changed in it. Write it as lines `key: value`.",
        _AT + "这段 frontmatter 的写法无法只改一个键。请改成 `键: 值` 的逐行写法。",
    ),
    # a deck file's cards
    "deck-fence-unclosed": (
        _AT + "the code fence that opens here is never closed. Close it with a line of the same marks.",
        _AT + "从这里开始的代码块没有结束。请用同样的符号单独写一行来结束它。",
    ),
    "deck-conflict": (
        _AT + "Git left two versions here. Keep one of them and remove the marks `<<<<<<<`, `=======` and `>>>>>>>`.",
        _AT + "Git 在这里留下了两个版本。请保留其中一个，并删去 `<<<<<<<`、`=======`、`>>>>>>>` 这些标记行。",
    ),
    "card-no-question": (
        _AT + "this card has no question. Write one behind `Q:`, or remove the card.",
        _AT + "这张卡片没有问题。请在 `Q:` 后面写上，或删去这张卡片。",
    ),
    "card-no-answer": (
        _AT
        + "this card has no answer before the next card, heading, `---` or two blank lines. "
        + "Add `A:`, `T:` or options `- [x]`; where `Q:` is no card, write `\\Q:`.",
        _AT
        + "在下一张卡片、标题、`---` 或两个空行之前，这张卡片没有答案。"
        + "请加上 `A:`、`T:` 或选项 `- [x]`；如果 `Q:` 不是卡片，请写成 `\\Q:`。",
    ),
    "card-no-deletion": (
        _AT
        + "this cloze hides nothing. Put `{{{{c1::…}}}}` around what is asked; where `C:` is no card, write `\\C:`.",
        _AT + "这张填空卡没有挖空。请把要考的内容写成 `{{{{c1::…}}}}`；如果 `C:` 不是卡片，请写成 `\\C:`。",
    ),
    "card-empty-option": (
        _AT + "this option has no text. Write it on the same line, or remove the line.",
        _AT + "这个选项没有内容。请写在同一行，或删去这一行。",
    ),
    "card-few-options": (
        _AT + "a choice needs two options or more. Add a line `- [ ] …`, or write the answer behind `A:`.",
        _AT + "选择题至少要有两个选项。请加上一行 `- [ ] …`，或改用 `A:` 写答案。",
    ),
    "card-no-right-option": (
        _AT + "none of this choice's options is right. Mark at least one with `- [x]`.",
        _AT + "这道选择题没有正确选项。请至少把一个标为 `- [x]`。",
    ),
    "card-text-among-options": (
        _AT
        + "an option is one line, and other text cannot stand behind options. "
        + "Put it in the detail behind a line `+`, or leave two blank lines before it.",
        _AT + "每个选项只能是一行，选项之后不能有其他内容。请在一行 `+` 之后把它写成详解，或在它之前空两行。",
    ),
    "card-two-answers": (
        _AT
        + "this card has options and an answer. Remove one of them; a list that is part of the question: `\\- [ ]`.",
        _AT + "这张卡片既有选项又有答案。请去掉其中一种；如果列表是问题的一部分，请写成 `\\- [ ]`。",
    ),
    "card-source-unclosed": (
        _AT + "this source's link has no `]]`. Close it; where the line is part of the answer, write `\\> [[`.",
        _AT + "这个来源链接缺少 `]]`。请补上；如果这一行属于答案，请写成 `\\> [[`。",
    ),
    "card-source-empty": (
        _AT + "this source names no note. Write it as `> [[note#heading]] quote`, or remove it.",
        _AT + "这个来源没有写明笔记。请写成 `> [[笔记#标题]] 引文`，或把它删去。",
    ),
    "card-text-after-source": (
        _AT
        + "only the card's comment can stand behind its source. Move this text before the line `> [[`; "
        + "where that line is part of the answer, write `\\> [[`.",
        _AT + "来源之后只能是卡片的注释。请把这段文字移到 `> [[` 那行之前；如果那一行属于答案，请写成 `\\> [[`。",
    ),
    "card-comment-unclosed": (
        _AT + "a card's comment is one line that ends with `-->`. Put it on one line again.",
        _AT + "卡片的注释必须是以 `-->` 结尾的一行。请把它恢复成一行。",
    ),
    "card-comment-word": (
        _AT
        + "the card's comment cannot be read at `{word}`. It is `<!-- card ID by WHO base HEX mod TIME -->`: "
        + "restore it from an older version of the file, or remove it to make the card a new one.",
        _AT
        + "卡片的注释在 `{word}` 处无法读取。格式是 `<!-- card ID by WHO base HEX mod TIME -->`："
        + "请从旧版本的文件恢复，或删去注释，把它当作新卡片。",
    ),
    "card-comment-orphan": (
        _AT
        + "this comment belongs to no card: a heading or something else came between. "
        + "A heading that is part of the card is written `\\# …`; remove the comment if the card is gone.",
        _AT
        + "这条注释不属于任何卡片：中间插入了标题或其他内容。属于卡片的标题要写成 `\\# …`；如果卡片已删，请删去注释。",
    ),
    "card-reversed-kind": (
        _AT + "only a card with `Q:` and `A:` can be `reversed`. Remove the word from the comment.",
        _AT + "只有 `Q:` 加 `A:` 的卡片可以 `reversed`。请从注释中删去这个词。",
    ),
    "card-id-twice": (
        _AT + "the id {id} is also that of the card in line {first}. Remove this comment if the card is a copy.",
        _AT + "编号 {id} 与第 {first} 行的卡片相同。如果这张卡片是复制的，请删去这条注释。",
    ),
    # a deck file on the disk
    "deck-not-utf-8": (
        _AT + "the byte {byte} is not UTF-8. Save the file as UTF-8.",
        _AT + "字节 {byte} 不是 UTF-8。请把文件另存为 UTF-8 编码。",
    ),
    "deck-file-too-large": (
        _AT + "this file is larger than {limit} bytes. Split the deck, or move the file out of the folder.",
        _AT + "这个文件超过 {limit} 字节。请拆分牌组，或把文件移出这个文件夹。",
    ),
    "deck-file-not-regular": (
        _AT + "this is a pipe, a device or a folder, and no file. Move it out of the folder of decks.",
        _AT + "这是管道、设备或文件夹，不是普通文件。请把它移出牌组文件夹。",
    ),
    "deck-file-unreadable": (
        _AT + "the file cannot be read: {cause}. Check its permissions.",
        _AT + "无法读取文件：{cause}。请检查它的权限。",
    ),
    "deck-changed-on-disk": (
        "{path}: the file was changed while studykit worked. Nothing was written to it; run the command again.",
        "{path}：studykit 工作期间文件被改动。没有写入任何内容；请重新运行命令。",
    ),
    # files of any kind
    "file-not-regular": (
        "{path}: this is a pipe, a device or a folder, and no file. Move it away, or name another path.",
        "{path}：这是管道、设备或文件夹，不是普通文件。请把它移走，或换一个路径。",
    ),
    "file-too-large": (
        "{path}: the file is larger than {limit} bytes and is not read. Name a smaller one.",
        "{path}：文件超过 {limit} 字节，不予读取。请换一个较小的文件。",
    ),
    "workspace-locked": (
        "Another studykit (process {pid}) is writing in this workspace ({path}). Wait for it to end, or end it.",
        "另一个 studykit（进程 {pid}）正在写入这个工作区（{path}）。请等它结束，或将它结束。",
    ),
    "deck-id-elsewhere": (
        _AT
        + "the card {id} also stands in {other}. Remove its comment here to make it a card of its own, or delete one.",
        _AT + "卡片 {id} 也出现在 {other} 中。删去这里的注释可让它成为新卡，或删去其中一张。",
    ),
    # settings and the command line
    "config-toml": (
        "{path}: this is not TOML: {detail}. Correct this place.",
        "{path}：不是合法的 TOML：{detail}。请修正此处。",
    ),
    "config-key": (
        "{path}: there is no setting `{key}`. Did you mean: {near}?",
        "{path}：没有设置项 `{key}`。是不是：{near}？",
    ),
    "config-type": (
        "{path}: `{key}` must be {expected}, not {found}.",
        "{path}：`{key}` 应为 {expected}，而不是 {found}。",
    ),
    "config-choice": (
        "{path}: `{key}` must be one of {choices}, not “{found}”.",
        "{path}：`{key}` 只能是 {choices}，而不是“{found}”。",
    ),
    "config-unreadable": ("{path}: this file cannot be read: {detail}", "{path}：无法读取这个文件：{detail}"),
    "config-exists": (
        "{path} is there already. Edit it, or say `--force` to write it anew.",
        "{path} 已经存在。请直接编辑，或用 `--force` 重新写入。",
    ),
    "vault-missing": (
        '{path} is no folder. Name the vault with `--vault PATH`, or in studykit.toml: `vault = "PATH"`.',
        '{path} 不是文件夹。请用 `--vault 路径` 指定库，或在 studykit.toml 里写 `vault = "路径"`。',
    ),
    "moc-missing": (
        "no map of content is called “{moc}”. Known: {known}.",
        "没有名为“{moc}”的 MOC。已知：{known}。",
    ),
    "section-missing": (
        "no section's name holds “{section}”. Known: {known}.",
        "没有名称包含“{section}”的小节。已知：{known}。",
    ),
    "card-missing": (
        "no card has the id “{id}”. `studykit cards list` shows them.",
        "没有编号为“{id}”的卡片。用 `studykit cards list` 查看。",
    ),
    "known-some": ("{names} … and {count} more", "{names}……另有 {count} 个"),
    "deck-missing": ("no deck's name holds “{deck}”. Known: {known}.", "没有名称包含“{deck}”的牌组。已知：{known}。"),
    # drafts
    "draft-missing": (
        "no draft that waits has the key “{key}”. `studykit drafts` lists them.",
        "没有编号为“{key}”的待定草稿。用 `studykit drafts` 查看。",
    ),
    "draft-ambiguous": (
        "several drafts fit the key “{key}”: {keys}. Write more of the one you mean.",
        "编号“{key}”对应多张草稿：{keys}。请多写几位。",
    ),
    "drafts-key-or-all": (
        "name drafts by their keys, or all that a filter shows with `--all`, not both.",
        "请写出草稿的编号，或用 `--all` 指筛选出的全部；两者不能同时使用。",
    ),
    "drafts-nothing-to-undo": ("there is no decision to take back.", "没有可以撤销的决定。"),
    "drafts-edited-since": (
        "the card {id} was edited since it was accepted, and your text would go with it. Remove it from its deck file "
        "if that is meant.",
        "卡片 {id} 接受之后又被修改过，撤销会丢掉你的修改。若确要如此，请从牌组文件里删去它。",
    ),
    "drafts-not-one-card": (
        _AT + "this must be one card and nothing else: `Q:` and `A:`, `T:` or options, or `C:`.",
        _AT + "这里只能是一张卡片：`Q:` 加 `A:`、`T:` 或选项，或者 `C:`。",
    ),
    # guards
    "vault-empty": (
        "{path} holds no notes, but the decks have cards: is the vault there? Nothing was written. `--force` goes on.",
        "{path} 里没有笔记，但牌组里有卡片：库是否已挂载？什么都没有写入。确认无误可用 `--force` 继续。",
    ),
    "too-much-gone": (
        "{gone} of {notes} notes that cards were read in are gone, for example: {examples}. Nothing was written. "
        "If that is meant, `--force` goes on.",
        "{notes} 篇出过卡的笔记中有 {gone} 篇不见了，例如：{examples}。什么都没有写入。若属实，可用 `--force` 继续。",
    ),
    # the store
    "store-missing": (
        "{path} is missing, but traces of it are there: {traces}. Put the store back; a new one would forget what was "
        "learned. To begin anew, remove the folder.",
        "{path} 不见了，但留有痕迹：{traces}。请放回原处；新建会忘掉学习记录。要从头开始，请删除该文件夹。",
    ),
    "store-newer": (
        "{path} was written by a newer studykit (version {version}, this one knows {known}). Update studykit.",
        "{path} 由更新版本的 studykit 写入（版本 {version}，本程序只认到 {known}）。请更新 studykit。",
    ),
    "store-damaged": ("{path} is damaged: {detail}. It was left as it is.", "{path} 已损坏：{detail}。文件保持原样。"),
    "store-missing-backup": (
        "{path} is missing, but traces of it are there: {traces}. The newest good backup is {backup}: `studykit "
        "restore` puts it in place.",
        "{path} 不见了，但留有痕迹：{traces}。最新的完好备份是 {backup}：可用 `studykit restore` 恢复。",
    ),
    "store-newer-backup": (
        "{path} was written by a newer studykit (version {version}, this one knows {known}). Update studykit; or go "
        "back to the newest backup that this one can read, {backup}, with `studykit restore`.",
        "{path} 由更新版本的 studykit 写入（版本 {version}，本程序只认到 {known}）。请更新 studykit；"
        "或用 `studykit restore` 回到本程序能读的最新备份 {backup}。",
    ),
    "store-damaged-backup": (
        "{path} is damaged: {detail}. It was left as it is. The newest good backup is {backup}: `studykit restore` "
        "puts it in place and keeps the damaged file.",
        "{path} 已损坏：{detail}。文件保持原样。最新的完好备份是 {backup}："
        "可用 `studykit restore` 恢复，损坏的文件会保留。",
    ),
    "store-full": (
        "The disk is full: {path} cannot be written. What was kept before is safe, the last step or answer is not: "
        "make room and do it again.",
        "磁盘已满：无法写入 {path}。此前的作答和内容都已保存，最后这一步没有：请腾出空间后再做一次。",
    ),
    "store-busy": (
        "Another studykit has {path} in use and does not end. Close it, then try again.",
        "另一个 studykit 正在使用 {path}，一直没有结束。请关闭它后重试。",
    ),
    "store-read-only": (
        "{path} cannot be written: the file or its folder is read-only. Check the permissions.",
        "无法写入 {path}：文件或文件夹是只读的。请检查权限。",
    ),
    "store-unwritable": (
        "{path} cannot be read or written: {detail}. What was answered before is safe. Check the disk.",
        "无法读写 {path}：{detail}。此前的作答都已保存。请检查磁盘。",
    ),
    "backup-bad": (
        "{path} is not whole ({detail}) and is not used. Choose another backup.",
        "{path} 不完整（{detail}），不予使用。请另选备份。",
    ),
    "journal-unwritable": (
        "{path} cannot be written: {detail}. Your answers are safe in the store and go into this file at the next "
        "start.",
        "无法写入 {path}：{detail}。作答已保存在学习记录里，下次启动时会补写到这个文件。",
    ),
    # reviews of other machines
    "journal-line": (
        "this line is no review and is left out. Restore it from an older version of the file, or remove it",
        "这一行不是作答记录，已略过。请从旧版本恢复，或将它删去",
    ),
    "journal-torn": (
        "the last line breaks off. If another machine is still writing it will be whole the next time",
        "最后一行不完整。如果另一台机器还在写入，下次就会完整",
    ),
    "journal-unreadable": (
        "this file cannot be read: {detail}. Its reviews are taken in once it can",
        "无法读取这个文件：{detail}。能读取之后会补上其中的作答",
    ),
    # what nobody expected
    "os-error": ("{place}{detail}", "{place}系统报告“{detail}”"),
    "os-full": (
        "{place}the disk is full. Make room, then run this once more.",
        "{place}磁盘已满。请腾出空间后重新运行。",
    ),
    "os-read-only": (
        "{place}nothing can be written here, the disk is mounted read-only.",
        "{place}无法写入，磁盘以只读方式挂载。",
    ),
    "os-denied": ("{place}permission denied. Check its permissions.", "{place}没有权限。请检查权限设置。"),
    "os-missing": ("{place}there is no such file or folder.", "{place}没有这个文件或文件夹。"),
    "unexpected": (
        "studykit failed: {detail}. `--debug` shows where; please report it.",
        "studykit 出错：{detail}。加 `--debug` 可看位置；欢迎报告。",
    ),
}
