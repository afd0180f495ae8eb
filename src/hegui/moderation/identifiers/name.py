"""Names of persons by rule: a word that asks for a name, a surname, one or two characters.

A hint: what follows ``姓名：`` is nearly always a name, and nothing else is.
Names in running prose are not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from hegui.moderation.gap import width
from hegui.moderation.identifiers.kind import Kind

if TYPE_CHECKING:
    from hegui.moderation.kept import Kept

__all__ = ["NAME", "Name"]

_COMPOUND: Final = "欧阳|上官|司马|诸葛|司徒|皇甫|尉迟|公孙|慕容|令狐|夏侯|东方|端木|南宫|长孙|宇文"
_SINGLE: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫"
    "孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕"
    "单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁房屈饶解牟艾尤时穆农司古吉车项连芦麦褚娄窦戚岑景党宫"
)
_ASKED: Final = re.compile(
    "(?:姓名|联系人|收件人|收货人|寄件人|户主|户名|申请人|投保人|被保险人|当事人|家长|患者|开户人|我叫|名叫|本人)"
    f"(?:是|为|叫)?({_COMPOUND}|[{_SINGLE}])(?=[\u4e00-\u9fff])"
)
_NEXT: Final = re.compile(
    "电话|手机|身份|性别|年龄|男|女|地址|住|联系|证件|今年|先生|女士|[^\u4e00-\u9fff]"
)
_HAN: Final = re.compile("[\u4e00-\u9fff]+")


class Name:
    """The finder."""

    kind = Kind(rule="name", score=0.6, shown=(1, 0))

    def find(self, kept: Kept) -> Iterator[tuple[int, int]]:
        """Yield each name after a word that asks for it."""
        text = kept.text
        for asked in _ASKED.finditer(text):
            start, given = asked.start(1), asked.end(1)
            for end in (given + 2, given + 1):
                is_one_word = not any(width(kept.gap(at)) for at in range(start + 1, end))
                if _HAN.fullmatch(text, given, end) is None or not is_one_word:
                    continue
                if width(kept.gap(end)) or _NEXT.match(text, end):
                    yield start, end
                    break


NAME: Final = Name()
"""Looked for only when asked, and in whole texts only."""
