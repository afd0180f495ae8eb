"""The attributes by which people must not be treated worse."""

from __future__ import annotations

from enum import StrEnum

from hegui.bilingual import Bilingual

__all__ = ["Attribute"]


class Attribute(StrEnum):
    """Eight protected attributes; the value is the tail of the category ``a2.…``.

    >>> Attribute('region').category
    'a2.region'
    """

    ETHNICITY = "ethnicity"
    BELIEF = "belief"
    NATIONALITY = "nationality"
    REGION = "region"
    SEX = "sex"
    AGE = "age"
    OCCUPATION = "occupation"
    HEALTH = "health"

    @property
    def category(self) -> str:
        """The moderation category of discrimination by this attribute."""
        return f"a2.{self.value}"

    @property
    def words(self) -> Bilingual:
        """Its name for people."""
        return Bilingual(zh=_ZH[self.value], en=self.value)


_ZH = {
    "ethnicity": "民族",
    "belief": "信仰",
    "nationality": "国别",
    "region": "地域",
    "sex": "性别",
    "age": "年龄",
    "occupation": "职业",
    "health": "健康",
}
