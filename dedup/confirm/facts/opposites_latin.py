"""Words of opposite meaning in languages of Latin script: `left words / right words; ...`. For `polarity`."""

from __future__ import annotations

EN = """
rise rises rose risen rising/fall falls fell fallen falling
increase increases increased increasing/decrease decreases decreased decreasing; gain gains gained/lose loses lost
climb climbs climbed climbing/drop drops dropped dropping; up/down; upward upwards/downward downwards
grow grows grew grown growing growth/shrink shrinks shrank shrunk shrinking shrinkage; jump jumps jumped/plunge plunges plunged
improve improves improved improving improvement/worsen worsens worsened worsening deterioration
allowed permitted/forbidden prohibited banned; allow allows permit permits/forbid forbids prohibit prohibits ban bans
adopt adopts adopted adopting/reject rejects rejected rejecting; accept accepts accepted accepting/refuse refuses refused refusing
approve approves approved approving approval/reject rejects rejected rejection
agree agrees agreed agreement/disagree disagrees disagreed disagreement; guilty/innocent; convicted condemned/acquitted cleared
open opens opened opening/close closes closed closing; win wins won winning winner victory/lose loses lost losing loser defeat
buy buys bought buying buyer purchase/sell sells sold selling seller sale
large larger largest big bigger biggest/small smaller smallest; more most/less least; many/few; higher highest high/lower lowest low
before/after; earlier earliest/later latest; early/late; left/right; hot hotter hottest/cold colder coldest; warm warmer/cool cooler
male males man men/female females woman women; boy boys/girl girls; import imports imported importing/export exports exported exporting
favour favor for/against; support supports supported/oppose opposes opposed; supporters/opponents
confirm confirms confirmed/deny denies denied; true/false; start starts started begin begins began/end ends ended finish; first/last
old older oldest/new newer newest; old older/young younger youngest; rich richer/poor poorer; strong stronger/weak weaker
fast faster fastest quick quickly/slow slower slowest slowly; long longer longest/short shorter shortest; heavy heavier/light lighter
good better best/bad worse worst; success successful succeed succeeded/failure unsuccessful fail failed fails; safe/dangerous unsafe
arrive arrives arrived arrival/depart departs departed departure; enter enters entered/leave leaves left exit; push pushed/pull pulled
add adds added/remove removes removed; include includes included including/exclude excludes excluded excluding; inside/outside
above/below; with/without; alive/dead; live lives lived/die dies died; born/died; friend friends ally allies/enemy enemies; war/peace
day/night; north northern/south southern; east eastern/west western; summer/winter; morning/evening; yes/no; always/never
all everyone everything/none nobody nothing; love loves loved/hate hates hated; remember remembered/forget forgot forgotten
build built/destroy destroyed; arrest arrested/release released; attack attacked/defend defended; profit profits/loss losses
deficit/surplus; minimum minimal/maximum maximal; positive/negative; wet/dry; full/empty; public/private; majority/minority
hire hired/fire fired; lend lent/borrow borrowed; maintain kept/abolish abolished abolish
raise raises raised raising/lower lowers lowered lowering cut cuts; strengthen strengthened/weaken weakened
expand expanded/contract contracted; enable enabled enables/disable disabled disables; lock locked/unlock unlocked
connect connected/disconnect disconnected; upload/download; encourage encouraged/discourage discouraged
appear appeared/disappear disappeared; wide wider/narrow narrower; deep deeper/shallow shallower
husband father son brother/wife mother daughter sister; guest/host; teacher/student; ascending/descending; optimistic/pessimistic
same/different
"""
# Behind each prefix, words that it turns into their opposites.
EN_PREFIXED = {
    "im": "possible probable perfect moral mature balance patient",
    "il": "legal legitimate logical literate",
    "in": "valid active correct complete capable accurate effective efficient sufficient eligible visible direct appropriate dependent "
    "adequate consistent compatible secure significant formal",
    "ir": "regular relevant responsible rational reversible replaceable",
    "dis": "honest loyal satisfied similar advantage approve obey like proved",
    "un": "able acceptable aware available believable certain clear comfortable common confirmed constitutional employed equal fair "
    "familiar fortunately friendly happy healthy important known lawful likely limited lucky married necessary official paid popular "
    "predictable prepared qualified reasonable related reliable restricted safe stable suitable sure usual verified willing wanted "
    "authorized authorised",
    "non": "profit resident violent existent compliant smoking binding",
    "anti": "government war",
}  # fmt: skip
DE = """
steigen steigt stieg stiegen gestiegen steigende/fallen fällt fiel fielen gefallen sinken sinkt sank sanken gesunken
erhöhen erhöht erhöhte/senken senkt senkte gesenkt; zunehmen zugenommen zunahme/abnehmen abgenommen abnahme; anstieg/rückgang
gewinn gewinne/verlust verluste; mehr/weniger; viel viele/wenig wenige
gewinnen gewinnt gewann gewonnen/verlieren verliert verlor verloren
gewachsen wachsen wächst wuchs/geschrumpft schrumpfen schrumpft schrumpfte; erlaubt gestattet zulässig/verboten untersagt unzulässig
erlauben/verbieten; annehmen angenommen/ablehnen abgelehnt; zustimmen zugestimmt zustimmung/ablehnung
billigte billigt gebilligt/verwarf verwirft verworfen; akzeptiert akzeptierte/verweigert verweigerte; schuldig/unschuldig
verurteilt/freigesprochen; öffnen öffnet öffnete geöffnet offen/schließen schließt schloss geschlossen
kaufen kauft kaufte gekauft käufer kauf/verkaufen verkauft verkaufte verkäufer verkauf
groß große großen größer größte/klein kleine kleinen kleiner kleinste
hoch hohe hohen höher höchste/niedrig niedrige niedriger niedrigste; vor vorher/nach nachher; früh früher/spät später
links linke linken/rechts rechte rechten; heiß heißer/kalt kälter; warm wärmer/kühl kühler; mann männer männlich/frau frauen weiblich
junge jungen/mädchen; einfuhr import importe importiert/ausfuhr export exporte exportiert; für/gegen; dafür/dagegen; befürworter/gegner
legal/illegal; gültig/ungültig; wirksam/unwirksam; möglich/unmöglich; zufrieden/unzufrieden
bestätigt bestätigte/bestritt bestreitet dementiert dementierte; wahr/falsch
beginnen beginnt begann begonnen beginn anfang/enden endet endete beendet ende; erste ersten erster/letzte letzten letzter
alt alte alten älter/neu neue neuen neuer; alt älter/jung jünger; reich reicher/arm ärmer; stark stärker/schwach schwächer
schnell schneller/langsam langsamer; lang länger/kurz kürzer; schwer schwerer/leicht leichter
gut gute besser beste/schlecht schlechte schlechter; erfolg erfolgreich/misserfolg scheitern gescheitert erfolglos
sicher/unsicher gefährlich; ankunft ankommen angekommen/abfahrt abfahren abgefahren abreise; eingang/ausgang
hinzufügen hinzugefügt/entfernen entfernt; innen innerhalb/außen außerhalb; oben über/unten unter; mit/ohne; lebendig leben/tot tod
geboren/gestorben; freund freunde/feind feinde; krieg/frieden; tag/nacht; norden nördlich nord/süden südlich süd
osten östlich ost/westen westlich west; sommer/winter; morgens vormittags/abends nachmittags; ja/nein; immer/nie niemals
alle alles jeder/keine niemand nichts keiner; lieben liebt/hassen hasst; verhaftet festgenommen/freigelassen entlassen
angegriffen/verteidigt; positiv positive/negativ negative; minimum mindestens/maximum höchstens; trocken/nass; voll/leer
öffentlich/privat; mehrheit/minderheit; aktiviert aktivieren/deaktiviert deaktivieren; bekannt/unbekannt; abhängig/unabhängig
richtig/falsch unrichtig; verbessert besserung/verschlechtert verschlechterung; überschuss/defizit; einstellen eingestellt/entlassen
anwesend/abwesend; vater bruder sohn/mutter schwester tochter; gestärkt/geschwächt; breit/schmal; tief/flach
einschalten eingeschaltet/ausschalten ausgeschaltet; verfassungsgemäß/verfassungswidrig; rechtmäßig/rechtswidrig; geeignet/ungeeignet
aufwärts/abwärts
"""
FR = """
augmenter augmente augmenté augmentation hausse/diminuer diminue diminué diminution baisse
monter monte monté grimpé/baisser baissé descendu chuté; gagner gagne gagné victoire/perdre perd perdu défaite; plus davantage/moins
croissance/récession; élevé élevée haut haute/bas basse faible; autorisé autorisée permis permise/interdit interdite
autoriser permettre/interdire; adopter adopte adopté adoptée/rejeter rejette rejeté rejetée
accepter accepte accepté/refuser refuse refusé; approuver approuvé/désapprouver désapprouvé rejeté
coupable coupables/innocent innocente innocents; condamné condamnée/acquitté acquittée
ouvrir ouvre ouvert ouverte ouverture/fermer ferme fermé fermée fermeture; acheter achète acheté achat/vendre vend vendu vente
grand grande grands plus/petit petite petits; avant/après; tôt/tard; gauche/droite; chaud chaude/froid froide
homme hommes masculin/femme femmes féminin; garçon garçons/fille filles
importer importé importation importations/exporter exporté exportation exportations; pour/contre; partisans/opposants
légal légale/illégal illégale; valide valable/invalide; possible/impossible; probable/improbable; confirmé confirme/démenti dément nié
vrai vraie/faux fausse; commencer commence commencé début/finir finit fini terminé fin; premier première/dernier dernière
vieux vieille ancien ancienne/nouveau nouvelle jeune; riche/pauvre; fort forte/faible; rapide rapidement/lent lente lentement
long longue/court courte; lourd lourde/léger légère; bon bonne meilleur/mauvais mauvaise pire; succès réussi réussite/échec échoué
sûr sûre/dangereux dangereuse; arrivée arrivé arriver/départ parti partir; entrée entrer/sortie sortir
ajouter ajouté/supprimer supprimé retiré; inclus/exclu; dedans intérieur/dehors extérieur; dessus/dessous; avec/sans
vivant vivante/mort morte; né née/mort décédé; ami amis allié/ennemi ennemis; guerre/paix; jour/nuit; nord/sud; est/ouest; été/hiver
matin/soir; oui/non; toujours/jamais; tous tout/aucun aucune rien; aimer aime/détester déteste; arrêté/libéré; attaqué/défendu
positif positive/négatif négative; minimum minimale/maximum maximale; sec sèche/humide mouillé; plein pleine/vide
public publique/privé privée; majorité/minorité; excédent/déficit; bénéfice bénéfices/perte pertes; connu connue/inconnu inconnue
activé activer/désactivé désactiver; renforcé/affaibli; amélioration amélioré/détérioration détérioré; régulier/irrégulier
direct/indirect; capable/incapable; suffisant/insuffisant; efficace/inefficace; content satisfait/mécontent insatisfait; même/différent
père frère fils/mère sœur fille; maximal/minimal; présent présente/absent absente; large/étroit; profond/superficiel; accord/désaccord
utile/inutile
"""
ES = """
subir sube subió subido subida alza/bajar baja bajó bajado bajada caer cayó caída
aumentar aumenta aumentó aumentado aumento/disminuir disminuye disminuyó disminuido disminución
crecer creció crecimiento/decrecer contracción; ganar gana ganó ganado victoria/perder pierde perdió perdido derrota; más/menos
mayor mayores/menor menores; muchos muchas/pocos pocas; alto alta altos/bajo baja bajos
permitido permitida autorizado/prohibido prohibida; permitir permite/prohibir prohíbe
aprobar aprueba aprobó aprobado aprobada/rechazar rechaza rechazó rechazado rechazada
aceptar acepta aceptó aceptado/rehusar negó rechazó rechazado; adoptar adoptó adoptado/rechazar rechazó
culpable culpables/inocente inocentes; condenado condenada/absuelto absuelta
abrir abre abrió abierto abierta apertura/cerrar cierra cerró cerrado cerrada cierre
comprar compra compró comprado comprador/vender vende vendió vendido vendedor venta; grande grandes/pequeño pequeña pequeños
antes/después; temprano/tarde; izquierda izquierdo/derecha derecho; caliente calor/frío fría
hombre hombres masculino/mujer mujeres femenino; niño niños/niña niñas
importar importó importación importaciones/exportar exportó exportación exportaciones; favor/contra; partidarios/opositores
legal/ilegal; válido válida/inválido inválida nulo; posible/imposible; probable/improbable
confirmar confirmó confirmado/negar negó desmintió; verdadero cierto/falso
empezar comenzar comenzó empezó inicio comienzo/terminar terminó acabó final fin; primero primera primer/último última
viejo vieja antiguo antigua/nuevo nueva joven; rico rica/pobre; fuerte/débil; rápido rápida rápidamente/lento lenta lentamente
largo larga/corto corta; pesado/ligero; bueno buena bien mejor/malo mala mal peor; éxito exitoso/fracaso fracasó
seguro segura/peligroso peligrosa inseguro; llegar llegó llegada/salir salió salida partida; entrar entrada/salir salida
añadir añadió añadido/quitar eliminar eliminó eliminado; incluido/excluido; dentro/fuera; encima arriba/debajo abajo; con/sin
vivo viva/muerto muerta; nació nacido/murió muerto fallecido; amigo amigos aliado/enemigo enemigos; guerra/paz; día/noche; norte/sur
este/oeste; verano/invierno; mañana/noche; sí/no; siempre/nunca jamás; todos todo/ninguno ninguna nadie nada; amar ama/odiar odia
detenido arrestado/liberado; atacar atacó/defender defendió; positivo positiva/negativo negativa; mínimo mínima/máximo máxima
seco/mojado húmedo; lleno llena/vacío vacía; público pública/privado privada; mayoría/minoría; superávit/déficit
beneficio beneficios ganancia ganancias/pérdida pérdidas; conocido/desconocido; activar activado/desactivar desactivado
fortalecer reforzado/debilitar debilitado; mejorar mejora mejoró/empeorar empeora empeoró; regular/irregular; directo/indirecto
capaz/incapaz; suficiente/insuficiente; eficaz/ineficaz; acuerdo/desacuerdo; mismo misma/diferente distinto distinta; presente/ausente
ancho/estrecho; profundo/superficial; padre hermano hijo/madre hermana hija; constitucional/inconstitucional; útil/inútil
justo justa/injusto injusta; necesario/innecesario; contratar/despedir
"""
PT = """
subir sobe subiu subida alta/descer cair cai caiu queda baixa
aumentar aumenta aumentou aumento/diminuir diminui diminuiu diminuição redução; crescer cresceu crescimento/encolher encolheu retração
ganhar ganha ganhou vencer venceu vitória/perder perde perdeu derrota; mais/menos; maior maiores/menor menores
muitos muitas/poucos poucas; alto alta altos/baixo baixa baixos; permitido permitida autorizado/proibido proibida
permitir permite/proibir proíbe; aprovar aprova aprovou aprovado aprovada/rejeitar rejeita rejeitou rejeitado rejeitada
aceitar aceita aceitou/recusar recusa recusou; culpado culpada/inocente inocentes; condenado condenada/absolvido absolvida
abrir abre abriu aberto aberta abertura/fechar fecha fechou fechado fechada fechamento
comprar compra comprou comprador/vender vende vendeu vendedor venda; grande grandes/pequeno pequena pequenos; antes/depois; cedo/tarde
esquerda esquerdo/direita direito; quente calor/frio fria; homem homens masculino/mulher mulheres feminino
menino meninos/menina meninas; importar importou importação importações/exportar exportou exportação exportações; favor/contra
legal/ilegal; válido válida/inválido inválida; possível/impossível; provável/improvável
confirmar confirmou confirmado/negar negou desmentiu; verdadeiro verdade/falso mentira
começar começou início começo/terminar terminou acabou fim; primeiro primeira/último última; velho velha antigo antiga/novo nova jovem
rico/pobre; forte/fraco fraca; rápido rápida rapidamente/lento lenta lentamente; longo longa/curto curta; pesado/leve
bom boa bem melhor/mau má mal pior ruim; sucesso/fracasso fracassou; seguro segura/perigoso perigosa inseguro
chegar chegou chegada/partir partiu partida; entrar entrou entrada/sair saiu saída; adicionar adicionou/remover removeu
incluído/excluído; dentro/fora; acima cima/abaixo baixo; com/sem; vivo viva/morto morta; nasceu nascido/morreu morto
amigo amigos aliado/inimigo inimigos; guerra/paz; dia/noite; norte/sul; leste/oeste; verão/inverno; manhã/noite; sim/não
sempre/nunca jamais; todos tudo/nenhum nenhuma ninguém nada; amar ama/odiar odeia; preso detido/solto libertado
atacar atacou/defender defendeu; positivo positiva/negativo negativa; mínimo mínima/máximo máxima; seco/molhado; cheio cheia/vazio vazia
público pública/privado privada; maioria/minoria; superávit/déficit; lucro lucros/prejuízo prejuízos perda perdas
conhecido/desconhecido; ativar ativado/desativar desativado; fortalecer fortaleceu/enfraquecer enfraqueceu
melhorar melhora melhorou/piorar piora piorou; regular/irregular; direto/indireto; capaz/incapaz; suficiente/insuficiente
acordo/desacordo; mesmo mesma/diferente; presente/ausente; pai irmão filho/mãe irmã filha; útil/inútil; justo/injusto
"""
IT = """
salire sale salito aumento aumentare aumentato/scendere scende sceso calo diminuire diminuito; crescita/calo
vincere vince vinto vittoria/perdere perde perso sconfitta; più/meno; maggiore/minore; alto alta/basso bassa
permesso consentito/vietato proibito; approvare approvato approvata/respingere respinto respinta bocciato
accettare accettato/rifiutare rifiutato; colpevole/innocente; condannato/assolto
aprire aperto aperta apertura/chiudere chiuso chiusa chiusura; comprare acquistato acquisto/vendere venduto vendita
grande grandi/piccolo piccola piccoli; prima/dopo; sinistra/destra; caldo/freddo; uomo uomini/donna donne
importazione importazioni/esportazione esportazioni; favore/contro; legale/illegale; valido valida/invalido nullo; possibile/impossibile
confermato/smentito negato; vero/falso; inizio iniziato/fine finito; primo/ultimo; vecchio/nuovo giovane; ricco/povero; forte/debole
veloce/lento; lungo/corto breve; buono meglio/cattivo peggio; successo/fallimento fallito; sicuro/pericoloso
arrivo arrivato/partenza partito; dentro/fuori; sopra/sotto; con/senza; vivo/morto; amico/nemico; guerra/pace; giorno/notte; nord/sud
est/ovest; estate/inverno; mattina/sera; sì/no; sempre/mai; tutti tutto/nessuno niente; positivo/negativo; minimo/massimo; pieno/vuoto
pubblico/privato; maggioranza/minoranza
"""
VI = """
tăng/giảm; lên/xuống; mua/bán; thắng/thua; mở/đóng; nhiều/ít; lớn/nhỏ; cao/thấp; trước/sau; trái/phải; nóng/lạnh; nam/nữ; đúng/sai
nhanh/chậm; dài/ngắn; tốt/xấu; mới/cũ; giàu/nghèo; mạnh/yếu; đến/đi; vào/ra; trên/dưới; sống/chết; bạn/thù; bắc/nam; đông/tây; ngày/đêm
nhập/xuất; lãi/lỗ; thuận/chống; được/cấm
"""
ID = """
naik meningkat kenaikan peningkatan/turun menurun penurunan; menang memenangkan/kalah; beli membeli/jual menjual
buka membuka dibuka/tutup menutup ditutup; banyak/sedikit; besar/kecil; tinggi/rendah; sebelum/sesudah setelah; kiri/kanan; panas/dingin
pria/wanita; impor/ekspor; mendukung/menentang menolak; menerima/menolak; bersalah/tidak; diizinkan boleh/dilarang; benar/salah
cepat/lambat; panjang/pendek; baik/buruk; baru/lama; tua/muda; kaya/miskin; kuat/lemah; masuk/keluar; atas/bawah; hidup/mati
perang/damai; utara/selatan; timur/barat; siang/malam; untung/rugi; selalu/jarang
"""
