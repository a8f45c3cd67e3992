"""Names that people could have, in characters and in pinyin."""

SURNAMES = (
    *(("王", "Wang", 7), ("李", "Li", 7), ("张", "Zhang", 7), ("刘", "Liu", 5)),
    *(("陈", "Chen", 5), ("杨", "Yang", 3), ("黄", "Huang", 3), ("赵", "Zhao", 2)),
    *(("吴", "Wu", 2), ("周", "Zhou", 2), ("徐", "Xu", 2), ("孙", "Sun", 2)),
    *(("马", "Ma", 1), ("朱", "Zhu", 2), ("胡", "Hu", 1), ("郭", "Guo", 1)),
    *(("何", "He", 1), ("林", "Lin", 2), ("高", "Gao", 1), ("罗", "Luo", 1)),
    *(("郑", "Zheng", 1), ("梁", "Liang", 1), ("谢", "Xie", 1), ("宋", "Song", 1)),
    *(("唐", "Tang", 1), ("许", "Xu", 1), ("韩", "Han", 1), ("邓", "Deng", 1)),
    *(("冯", "Feng", 1), ("曹", "Cao", 1), ("彭", "Peng", 1), ("曾", "Zeng", 1)),
    *(("肖", "Xiao", 1), ("田", "Tian", 1), ("董", "Dong", 1), ("潘", "Pan", 1)),
    *(("袁", "Yuan", 1), ("蔡", "Cai", 1), ("蒋", "Jiang", 1), ("余", "Yu", 1)),
    *(("于", "Yu", 1), ("杜", "Du", 1), ("叶", "Ye", 1), ("程", "Cheng", 1)),
    *(("苏", "Su", 1), ("魏", "Wei", 1), ("吕", "Lü", 1), ("丁", "Ding", 1)),
    *(("沈", "Shen", 2), ("顾", "Gu", 1), ("陆", "Lu", 1), ("姚", "Yao", 1)),
)
WOMEN = (
    *(("婷", "ting"), ("静", "jing"), ("丽", "li"), ("敏", "min"), ("雪", "xue")),
    *(("晓", "xiao"), ("雯", "wen"), ("佳", "jia"), ("怡", "yi"), ("思", "si")),
    *(("颖", "ying"), ("慧", "hui"), ("玲", "ling"), ("芳", "fang"), ("燕", "yan")),
    *(("欣", "xin"), ("悦", "yue"), ("梦", "meng"), ("洁", "jie"), ("琳", "lin")),
    *(("雅", "ya"), ("萍", "ping"), ("倩", "qian"), ("岚", "lan"), ("秀", "xiu")),
    *(("兰", "lan"), ("诗", "shi"), ("涵", "han"), ("宁", "ning"), ("清", "qing")),
)
MEN = (
    *(("伟", "wei"), ("强", "qiang"), ("磊", "lei"), ("军", "jun"), ("洋", "yang")),
    *(("勇", "yong"), ("杰", "jie"), ("涛", "tao"), ("明", "ming"), ("超", "chao")),
    *(("辉", "hui"), ("鹏", "peng"), ("斌", "bin"), ("宇", "yu"), ("浩", "hao")),
    *(("凯", "kai"), ("健", "jian"), ("俊", "jun"), ("峰", "feng"), ("志", "zhi")),
    *(("文", "wen"), ("国", "guo"), ("建", "jian"), ("华", "hua"), ("嘉", "jia")),
    *(("豪", "hao"), ("子", "zi"), ("轩", "xuan"), ("安", "an"), ("博", "bo")),
)


def draw(rng, gender):
    """A full name as people here write it for both worlds: 林晓雯 Lin Xiaowen."""
    surname = rng.choices(SURNAMES, [weight for _c, _p, weight in SURNAMES])[0]
    pool = WOMEN if gender == "female" else MEN
    given = rng.sample(pool, 1 if rng.random() < 0.22 else 2)
    characters = surname[0] + "".join(character for character, _p in given)
    pinyin = "".join(sound for _c, sound in given).capitalize()
    return f"{characters} {surname[1]} {pinyin}"
