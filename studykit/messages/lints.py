"""What is wrong with a draft, in words that say what to do about it."""

TEXTS: dict[str, tuple[str, str]] = {
    "lint-empty": (
        "A side of the card is empty: write it, or reject the card.",
        "卡片有一面是空的：请补上内容，或拒绝这张卡片。",
    ),
    "lint-question-length": (
        "The question weighs {weight} words, not {least} to {most}: shorten it, or say what is asked.",
        "问题长度为 {weight} 个字词，应在 {least} 到 {most} 之间：请精简，或把所问之事说清楚。",
    ),
    "lint-answer-length": (
        "The answer weighs {weight} words, more than {most}: keep the point and move the rest below a line `+`.",
        "答案长度为 {weight} 个字词，超过 {most}：请只留要点，其余移到 `+` 行之后。",
    ),
    "lint-no-question": (
        "The front asks nothing: make it a question.",
        "正面没有提问：请改写成一个问题。",
    ),
    "lint-cloze-shape": (
        "A cloze needs 1 to 3 deletions `{{{{c1::…}}}}`, closed, not empty and numbered from 1 without gaps; "
        "found: {numbers}.",
        "填空需要 1 到 3 处 `{{{{c1::…}}}}`，须闭合、非空、从 1 起连续编号；现有：{numbers}。",
    ),
    "lint-cloze-target": (
        "“{target}” is too long, cut at punctuation, or a word that says nothing: delete the term itself.",
        "“{target}”过长、带有标点，或是没有信息的虚词：请只挖去术语本身。",
    ),
    "lint-cloze-context": (
        "Fewer than {least} words are left around the deletion: give the sentence more context.",
        "挖空之后剩下的文字不足 {least} 个字词：请补充上下文。",
    ),
    "lint-leak": (
        "The question already holds the answer “{found}”: ask without naming it.",
        "问题里已经出现答案“{found}”：请换一种不提及它的问法。",
    ),
    "lint-dangling": (
        "“{found}” points at something the card does not show: name it.",
        "“{found}”指向卡片之外的内容：请写出它的名字。",
    ),
    "lint-yes-no": (
        "Yes or no answers it: ask why, how or what instead.",
        "这是一个是非题：请改问为什么、如何或是什么。",
    ),
    "lint-enumeration": (
        "It asks for a list or answers with one ({found}): make one card, or one cloze deletion, for each item.",
        "它要求或给出了一串列举（{found}）：请为每一项单独做卡片或填空。",
    ),
    "lint-double": (
        "Two questions in one ({found}): make two cards.",
        "一张卡片里有两个问题（{found}）：请拆成两张。",
    ),
    "lint-alone": (
        "The question leans on what stands around it, or its answer is a list: say what it is about, or cut it.",
        "这个问题离开上下文看不懂，或答案是一长串：请写明问的是什么，或拆开。",
    ),
    "lint-soft": (
        "“{found}” can be answered in several ways: say how many, or ask for the one thing meant.",
        "“{found}”可以有多种回答：请写明数量，或直接问所指的那一点。",
    ),
    "lint-title": (
        "“{found}” alone does not say what it belongs to, and no note has this name: add the context to the question.",
        "单独的“{found}”看不出属于什么，也没有笔记叫这个名字：请在问题里补上语境。",
    ),
    "lint-quote": (
        "The quote “{quote}” is not in the note: quote it word for word, or reject the card.",
        "笔记里找不到引文“{quote}”：请逐字引用，或拒绝这张卡片。",
    ),
    "lint-novel": (
        "“{found}” is in the answer but not in the note: check it, or take it out.",
        "答案里的“{found}”在笔记中没有出现：请核对或删去。",
    ),
    "lint-language": (
        "The card is in another language than its note (Chinese: {card} of the card, {unit} of the note).",
        "卡片与笔记的语言不同（汉字占比：卡片 {card}，笔记 {unit}）。",
    ),
    "lint-format": (
        "“{found}” would show as broken markup or is not allowed: close it, write it as text, or take it out.",
        "“{found}”会显示为破损的标记，或不被允许：请补全、改写为文字或删去。",
    ),
    "lint-gap": (
        "Something is missing at “{found}”, most likely a formula lost in a conversion: mend the note.",
        "“{found}”处缺了内容，多半是转换时丢失的公式：请先修补笔记。",
    ),
    "lint-duplicate": (
        "There is such a card already: “{other}”.",
        "已有同样的卡片：“{other}”。",
    ),
    "lint-interference": (
        "Easily mixed up with “{other}”: say in both questions what tells them apart.",
        "容易与“{other}”混淆：请在两个问题里写明区别。",
    ),
    "lint-trivia": (
        "The answer “{found}” is a date, a number or a place of a document: is it worth learning?",
        "答案“{found}”只是日期、编号或文件位置：值得记住吗？",
    ),
    "lint-choice-count": (
        "{count} options; a choice has {least} to {most}: add or remove some.",
        "有 {count} 个选项；应为 {least} 到 {most} 个：请增减选项。",
    ),
    "lint-choice-key": (
        "{count} options are marked as right; exactly one has to be.",
        "有 {count} 个选项标为正确；应当只有一个。",
    ),
    "lint-choice-same": (
        "Two options say the same: replace one.",
        "有两个选项相同：请替换其中一个。",
    ),
    "lint-choice-all": (
        "“{option}” is no option of its own: replace it.",
        "“{option}”不是独立的选项：请替换。",
    ),
    "lint-choice-alias": (
        "“{option}” is another name of the right option or a part of it: replace it.",
        "“{option}”是正确选项的别名或其中一部分：请替换。",
    ),
    "lint-choice-negative": (
        "The question is put in the negative (“{found}”): ask for what is so.",
        "题干用了否定（“{found}”）：请改为正面提问。",
    ),
    "lint-choice-longest": (
        "The right option is much longer than the others: make them alike.",
        "正确选项明显比其他选项长：请使长度相近。",
    ),
    "lint-choice-absolute": (
        "Only wrong options say “{found}”, which gives the right one away: reword them.",
        "只有错误选项用了“{found}”，泄露了答案：请改写。",
    ),
    "lint-choice-position": (
        "The right option stands at place {place} in every choice: shuffle them.",
        "每道选择题的正确选项都在第 {place} 位：请打乱顺序。",
    ),
    "lint-density": (
        "Card {count} of a short passage; {most} are enough for its length: keep the best.",
        "这是同一段落的第 {count} 张卡片；按长度 {most} 张已足够：请保留最好的。",
    ),
    "lint-passing": (
        "“{found}” will not stay true: add the year.",
        "“{found}”会过时：请写明年份。",
    ),
}
