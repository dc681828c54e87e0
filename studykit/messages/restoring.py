"""What is said when a backup is put back: the store, and the deck files that went along with it."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "help-restore": (
        "List the backups of what was learned and of the deck files, or put one of them back (its name, or `latest`). "
        "What stands there now is kept aside.\n\nExample: studykit restore latest",
        "列出学习记录和牌组文件的备份，或恢复其中一个（给出名称或 `latest`）。现有的内容会另存一份。"
        "\n\n例：studykit restore latest",
    ),
    "help-restore-yes": ("Do not ask.", "不再询问。"),
    "help-restore-keep-decks": (
        "Put back what was learned alone; deck files stay as they are.",
        "只恢复学习记录，牌组文件保持不变。",
    ),
    "restore-holds": (
        "{reviews} {reviews:review|reviews}, {faces} {faces:card's face|cards' faces}, {decks} deck {decks:file|files}",
        "{reviews} 次复习，{faces} 个卡面，{decks} 个牌组文件",
    ),
    "restore-none": (
        "There is no backup in {path} yet; one is made at the first review of a day.",
        "{path} 还没有备份；每天第一次复习时会自动备份。",
    ),
    "restore-unknown": (
        "There is no backup “{name}”. The newest are: {known}.",
        "没有备份“{name}”。最近的有：{known}。",
    ),
    "restore-unasked": (
        "Nothing was changed: nobody could be asked. `--yes` puts {name} in place.",
        "没有更改：无法询问。加 `--yes` 恢复 {name}。",
    ),
    "restore-missing": ("missing or broken now", "现在缺失或损坏"),
    "restore-differing": ("otherwise now; a copy is kept", "现在不同；会另存一份"),
    "restore-doubled": ("put aside: its cards are in other files of the backup", "移开：其中的卡片在备份的其他文件里"),
    "restore-unread": ("cannot be read now; it is left as it is", "现在无法读取；保持不变"),
    "restore-ask": (
        "Put {name} ({reviews} {reviews:review|reviews}) in the place of the store?",
        "用 {name}（{reviews} 次复习）替换当前学习记录吗？",
    ),
    "restore-ask-decks": (
        "And bring {count} deck files back to what they were then?",
        "并把 {count} 个牌组文件恢复成当时的内容吗？",
    ),
    "restore-done": (
        "{name} is in place: {reviews} {reviews:review|reviews}, {decks} deck {decks:file|files} brought back.",
        "已恢复 {name}：{reviews} 次复习，恢复了 {decks} 个牌组文件。",
    ),
    "restore-aside": ("What was there is kept as {path}.", "原来的内容保存在 {path}。"),
    "restore-build": (
        "`studykit build` brings deck files and packages in line with the notes.",
        "运行 `studykit build`，让牌组文件和牌组包与笔记一致。",
    ),
}
