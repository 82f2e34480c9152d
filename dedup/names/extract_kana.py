"""Foreign names in katakana: parts joined by "・", words beside a word for people, names that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.names.runs import known_names

_HONORIFIC = (
    "氏|さん|大統領|首相|選手|監督|容疑者|議員|被告|外相|長官|国王|女王|王子|博士|教授|裁判官|判事|知事|夫人|夫妻|上院議員|下院議員|"
    "警部|警官|弁護士|社長|会長|議長|大臣|財務相|国防相|コーチ|たち|両"
)
_JOINTS = r"\-・＝=‐‑"  # for the inside of brackets of a pattern
_QUOTED = re.compile("[「『《][^「」『』《》]+[」』》]")  # a work of that name, if nothing else is in the quotes
# No part starts inside a run of kana, and none is longer than 20: the work stays in proportion to the text.
_JOINED = re.compile(rf"(?<![ァ-ヺー])[ァ-ヺー]{{2,20}}(?:[{_JOINTS}][ァ-ヺー]{{1,20}}(?![ァ-ヺー]))+")
_SPACED = re.compile(r"(?<![ァ-ヺー・＝])([ァ-ヺー]{2,20}) ([ァ-ヺー]{2,20})(?![ァ-ヺー・＝ ])(?=(" + _HONORIFIC + ")?)")
_BESIDE = re.compile(rf"(?<![ァ-ヺー{_JOINTS} ])([ァ-ヺー]{{2,20}})(?={_HONORIFIC})")
_KNOWN = re.compile(r"(?<![ァ-ヺー・＝\u4e00-\u9fffA-Za-z])([ァ-ヺー]{3,20})(?=[はがもとにを、])")
# Words, places, clubs and papers; one of them makes a whole joined run no person.
NO_PERSON = frozenset(
    "ニュース スポーツ サービス センター ホテル クラブ リーグ カップ シティ ニューヨーク アメリカ アプリ シリーズ ゲーム ゲームズ "
    "タイムズ ナショナル プラザ アレーナ リミテッド ポスト プレス プレミアシップ モーニング サンデー サタデー フライデー デイリー "
    "レイカーズ スタジアム パーク チャンピオンズ ワールド スクール ストリーム ガールズ ボーイズ デビュー タウン ジャパン オブ "
    "アンド フォー ウント ザ デ・ラ フランス ボストン ロンドン イングリッシュ ウェールズ スタッフ ローマ ビーチ ファン ホール バー "
    "スター イスラム テロ コート グラス コスト レベル シュート サイド テネシー テキサス クルーズ ベルリン ロイター アイルランド "
    "ジュース ノート サッカー コイン キッチン ホスト イングランド ライン トップ ロケット デンマーク ルール チェス ブランド ブロック "
    "ブーツ コーナー ケース リスト ライター ダンス パワー クラス コース ピアノ ビール チャンス メール カード リーダー ゴール ボール "
    "キャプテン ファイル ベスト グローブ リーク シカゴ フロリダ カリフォルニア オーストラリア イタリア ロシア スペイン ドイツ "
    "カナダ メキシコ インドネシア フェニックス デンバー イラン イスラエル クロス シニア トーン プリンス シーン ルート フォーク "
    "プライド マウス コップ メロン スピード アート ウェイト チップ ベルト シスター シーツ コーラ リーズ ローン ナゲッツ "
    "ウォリアーズ セルティックス ヤンキース ドジャース メッツ レッドソックス カブス ロッキーズ ブレーブス ジャイアンツ イーグルス "
    "カウボーイズ ペイトリオッツ パッカーズ ブルズ スパーズ ロケッツ ヒート マーベリックス クリッパーズ ホークス ウィザーズ "
    "ピストンズ ペイサーズ バックス ラプターズ サンズ タイガース ロイヤルズ レンジャーズ アスレチックス マリナーズ ユナイテッド "
    "ロヴァーズ ローバーズ アーセナル チェルシー リバプール エバートン トッテナム マンチェスター バルセロナ ユベントス バイエルン "
    "コモドアズ スコットランド ロサンゼルス ワシントン サンフランシスコ サンディエゴ ラスベガス バトン ルージュ セント ストリート "
    "アベニュー ロード ブリッジ スクエア アイランド アイランズ バレー リバー マウント フォレスト ガーデン ヒルズ ビレッジ "
    "フィールド エクスプレス ガゼット エグザミナー ジャーナル トリビューン ガーディアン テレグラフ マガジン テレビ ラジオ "
    "ミュージック ビデオ フェスティバル ショー ナイト ゴースト ゴールデン ゴルフ ライダー ミッション インポッシブル アフリカン "
    "アメリカン ヨーロピアン ノルド ソルト レイク プレミア カントリー パブ リサーチ アソシエイト アソシエイツ ホスピタル "
    "ホスピタリティ ドラゴンズ トゥルー フェム ファタール グレイト グレート カウンター カウンティ シルク バンク キャピタル グループ "
    "エナジー モーター モーターズ エアライン エアラインズ ソフト システム システムズ ネット モバイル エア".split()
)
_ROLES = (
    "被告の",
    "容疑者の",
    "母親の",
    "父親の",
    "妻の",
    "夫の",
    "息子の",
    "娘の",
    "監督の",
    "選手の",
    "俳優の",
    "歌手の",
    "議員の",
    "弁護士の",
)
LEAST = 3  # characters of a part that is a name where it stands alone


def names(text: str) -> Iterator[str]:
    """ "ジョン・スミス" and its first and last part, "ジョン スミス" where something speaks for it, single names."""
    for match in _JOINED.finditer(text):
        if _QUOTED.fullmatch(text[max(0, match.start() - 1) : match.end() + 1]):
            continue
        yield from _joined(match.group(), re.split(f"[{_JOINTS}]", match.group()))
    for match in _SPACED.finditer(text):
        first, last, honorific = match.groups()
        if honorific or first in known_names() or text.endswith(_ROLES, 0, match.start()):
            yield from _joined(match.group(), [first, last])
    yield from (word for word in _BESIDE.findall(text) if word not in NO_PERSON)
    yield from (word for word in _KNOWN.findall(text) if word in known_names() and word not in NO_PERSON)


def _joined(name: str, parts: list[str]) -> Iterator[str]:
    if NO_PERSON.isdisjoint(parts):
        yield name
        yield from (part for part in (parts[0], parts[-1]) if len(part) >= LEAST)
