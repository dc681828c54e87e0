"""Problems of notes: what `build` and `doctor` list. What is wrong, and what to do about it where that is not plain."""

TEXTS: dict[str, tuple[str, str]] = {
    # files
    "folder-unreadable": ("this folder cannot be read: {detail}", "无法读取这个文件夹：{detail}"),
    "file-unreadable": ("this file cannot be read: {detail}", "无法读取这个文件：{detail}"),
    "file-special": ("this is no regular file and is not opened", "这不是普通文件，不会打开"),
    "name-not-text": (
        "this name is not UTF-8; rename the file to have it read",
        "文件名不是 UTF-8；重命名后才会读取",
    ),
    "link-outside": (
        "this link leads out of the vault and is not followed",
        "这个符号链接指向库外，不会跟随",
    ),
    "link-loop": ("this link leads back to a folder above and is not followed", "这个符号链接指回上层文件夹，不会跟随"),
    "note-too-large": (
        "a note of {size} bytes is left out; the limit is 5 MB",
        "笔记有 {size} 字节，超过 5 MB，已跳过",
    ),
    "changed-while-reading": (
        "the note changed while it was read; the next build takes it",
        "读取时笔记正在变化；下次构建再处理",
    ),
    # cards of other tools
    "inline-no-end": (
        "a card begins here with START and never ends: add a line END. Until then it is not read",
        "此处以 START 开始的卡片没有结束：请加一行 END。在此之前不会读取",
    ),
    # text
    "encoding": (
        "this is neither UTF-8 nor marked UTF-16 ({detail}). Save it as UTF-8; until then it is not read",
        "既不是 UTF-8，也不是带标记的 UTF-16（{detail}）。请另存为 UTF-8；在此之前不会读取",
    ),
    "double-encoded": (
        "the text was encoded twice and is read as what it was: “{sample}”. Save it anew as UTF-8",
        "文本被重复编码，已按原文读取：“{sample}”。请重新存为 UTF-8",
    ),
    "double-encoded-lost": (
        "the text was encoded twice and bytes were lost; it probably said “{sample}”. Its links are used where they "
        "fit one file, nothing is drafted from it. Restore the note from a copy",
        "文本被重复编码且丢失了字节，原文大概是“{sample}”。能对上唯一文件的链接仍然使用，但不据此出卡。请从备份恢复",
    ),
    # frontmatter
    "frontmatter-open": (
        "the frontmatter that begins here has no closing line `---`; the note is read as text",
        "这里开始的 frontmatter 没有结尾的 `---`；笔记按正文读取",
    ),
    "frontmatter-yaml": (
        "the frontmatter is not YAML: {detail}. The note is read without it",
        "frontmatter 不是合法的 YAML：{detail}。笔记照读，忽略 frontmatter",
    ),
    "frontmatter-alias": (
        "YAML anchors and aliases (`&`, `*`) are not read. Write the value out, or put it in quotes",
        "不支持 YAML 的锚点和别名（`&`、`*`）。请写出值，或加引号",
    ),
    "frontmatter-duplicate": (
        "the key `{detail}` stands twice; the last one counts",
        "键 `{detail}` 出现两次，以后者为准",
    ),
    "frontmatter-no-mapping": (
        "the frontmatter is a {detail}, not lines `key: value`; it is left out",
        "frontmatter 是 {detail}，不是 `键: 值`；已忽略",
    ),
    "frontmatter-too-large": (
        "the frontmatter is too large or nests too deep ({detail} bytes); it is left out",
        "frontmatter 过大或嵌套过深（{detail} 字节），已忽略",
    ),
    # links
    "link-broken": ("no note is called “{target}”", "没有名为“{target}”的笔记"),
    "file-missing": ("there is no file “{target}” in the vault", "库中没有文件“{target}”"),
    "link-ambiguous": (
        "“{target}” could be several notes; {taken} is taken, not {others}. Write the path to say which",
        "“{target}”对应多篇笔记：取 {taken}，而不是 {others}。写出路径即可指明",
    ),
    "anchor-missing": ("“{target}” has no heading or block “{anchor}”", "“{target}”中没有标题或块“{anchor}”"),
    # what doctor adds
    "stub": ("a stub: too little to draft from", "占位笔记：内容太少，出不了卡"),
    "duplicate-note": ("the same text as {other}", "与 {other} 内容完全相同"),
    "name-clash": (
        "its name differs from {other} only in case or accents: some systems take both for one file",
        "与 {other} 仅大小写或组合字符不同：有的系统会当成同一个文件",
    ),
    "synced-folder": (
        'the workspace lies in a folder that {service} keeps in sync. Put the store elsewhere: `store = "PATH"` in '
        "studykit.toml",
        '工作区位于 {service} 的同步文件夹。请在 studykit.toml 里用 `store = "路径"` 把学习记录放到别处',
    ),
    # decks
    "deck-restored": (
        "the file was missing and is restored. To remove cards, delete them in their file",
        "文件缺失，已恢复。要删除卡片，请在文件里删",
    ),
    "rejected-line": ("this line is no record and is passed over: {cause}", "这一行不是有效记录，已跳过：{cause}"),
    "media-missing": (
        "“{target}” is not in the vault, or too large to go along; the card shows its name",
        "“{target}”不在库中，或太大带不上；卡片只显示其名称",
    ),
}
