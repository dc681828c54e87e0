"""What is said of Anki packages that are read."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "package-damaged": (
        "{path} cannot be read as an Anki package: {detail}. Export it from Anki once more.",
        "{path} 无法作为 Anki 牌组包读取：{detail}。请从 Anki 重新导出。",
    ),
    "package-unreadable": (
        "{path} cannot be read: {detail}.",
        "{path} 无法读取：{detail}。",
    ),
    "package-lacks": (
        "{path} is no Anki package, or a damaged one: it has no “{entry}”.",
        "{path} 不是 Anki 牌组包，或已损坏：其中没有“{entry}”。",
    ),
    "package-newer": (
        "{path} is of package version {version}, which this studykit does not know. In Anki, export it again with "
        "“Support older Anki versions” ticked.",
        "{path} 的包版本是 {version}，本程序不认识。请在 Anki 导出时勾选“支持旧版 Anki”。",
    ),
    "package-schema": (
        "{path} holds a collection of schema {version}; those from {oldest} to {newest} are known. In Anki, export it "
        "again with “Support older Anki versions” ticked.",
        "{path} 中的集合版本是 {version}，本程序只认识 {oldest} 到 {newest}。请在 Anki 导出时勾选“支持旧版 Anki”。",
    ),
    "package-large": (
        "{path}: “{entry}” is larger than {bound}, the most that is read. Nothing was taken from it.",
        "{path}：“{entry}”超过可读取的上限 {bound}。没有导入任何内容。",
    ),
}
