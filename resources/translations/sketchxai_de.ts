<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>&amp;Citation</source>
        <translation>&amp;Zitieren</translation>
    </message>
    <message>
        <source>&amp;Licences</source>
        <translation>&amp;Lizenzen</translation>
    </message>
    <message>
        <source>&amp;Program</source>
        <translation>&amp;Programm</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>About SketchXAI Desktop</source>
        <translation>Über SketchXAI Desktop</translation>
    </message>
    <message>
        <source>Copy &amp;BibTeX</source>
        <translation>&amp;BibTeX kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Versions</source>
        <translation>&amp;Versionen kopieren</translation>
    </message>
    <message>
        <source>See why a neural network says “bicycle” to a drawing.</source>
        <translation>Sehen, warum ein neuronales Netz zu einer Zeichnung „Fahrrad“ sagt.</translation>
    </message>
    <message>
        <source>The method and the network's architecture:</source>
        <translation>Das Verfahren und der Aufbau des Netzes:</translation>
    </message>
</context>
<context>
    <name>AccuracyCurve</name>
    <message>
        <source>Held-out drawings named rightly</source>
        <translation>Richtig benannte zurückgehaltene Zeichnungen</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Schritt</translation>
    </message>
</context>
<context>
    <name>AnalysisController</name>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Counting {0}</source>
        <translation>{0} wird gezählt</translation>
    </message>
    <message>
        <source>Embedding strokes</source>
        <translation>Striche werden eingebettet</translation>
    </message>
    <message>
        <source>Grouping strokes</source>
        <translation>Striche werden gruppiert</translation>
    </message>
    <message>
        <source>Grouping {0:,} strokes</source>
        <translation>{0} Striche werden gruppiert</translation>
    </message>
    <message>
        <source>Loading groups</source>
        <translation>Gruppen werden geladen</translation>
    </message>
    <message>
        <source>Mapping strokes</source>
        <translation>Karte der Striche entsteht</translation>
    </message>
    <message>
        <source>Mapping {0:,} strokes</source>
        <translation>Karte von {0} Strichen entsteht</translation>
    </message>
    <message>
        <source>Open a file of drawings first.</source>
        <translation>Zuerst eine Datei mit Zeichnungen öffnen.</translation>
    </message>
    <message>
        <source>Open {0} to see the drawings of these strokes.</source>
        <translation>{0} öffnen, um die Zeichnungen dieser Striche zu sehen.</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>{0} wird gelesen</translation>
    </message>
    <message>
        <source>Redrawing</source>
        <translation>Wird neu gezeichnet</translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation>{0} gespeichert.</translation>
    </message>
    <message>
        <source>Saving groups</source>
        <translation>Gruppen werden gespeichert</translation>
    </message>
    <message>
        <source>Shuffling the order</source>
        <translation>Reihenfolge wird gemischt</translation>
    </message>
    <message>
        <source>The network is still loading; try again in a moment.</source>
        <translation>Das Netz wird noch geladen; bitte gleich noch einmal versuchen.</translation>
    </message>
</context>
<context>
    <name>AttentionView</name>
    <message>
        <source>Above: how much of each stroke goes into the answer, which keeps {0:.0f}% for itself. In the map, the stroke of a row looks at those of the columns. Attention says where the network looks, not whether that speaks for or against its answer.</source>
        <translation>Oben: wie viel von jedem Strich in die Antwort eingeht, die {0:.0f} % für sich behält. In der Karte schaut der Strich einer Zeile auf die der Spalten. Aufmerksamkeit sagt, wohin das Netz schaut, nicht ob das für oder gegen seine Antwort spricht.</translation>
    </message>
    <message>
        <source>All rows are alike: here every stroke looks at the same strokes.</source>
        <translation>Alle Zeilen gleichen sich: Hier schaut jeder Strich auf dieselben Striche.</translation>
    </message>
    <message>
        <source>All: rollout</source>
        <translation>Rollout</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>Attention: {0}</source>
        <translation>Attention: {0}</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>Wird berechnet…</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>Head {0}</source>
        <translation>Kopf {0}</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Layer {0}</source>
        <translation>Schicht {0}</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Rollout follows attention through all layers, first to last</source>
        <translation>Rollout verfolgt die Attention durch alle Schichten, von der ersten zur letzten</translation>
    </message>
    <message>
        <source>What the answer looks at</source>
        <translation>Worauf die Antwort schaut</translation>
    </message>
    <message>
        <source>Which stroke looks at which</source>
        <translation>Wer auf wen schaut</translation>
    </message>
    <message>
        <source>little</source>
        <translation>wenig</translation>
    </message>
    <message>
        <source>much</source>
        <translation>viel</translation>
    </message>
    <message>
        <source>rollout</source>
        <translation>Rollout</translation>
    </message>
</context>
<context>
    <name>Autosave</name>
    <message>
        <source>Autosave</source>
        <translation>Automatisch sichern</translation>
    </message>
    <message>
        <source>Keeping the drawing</source>
        <translation>Zeichnung wird aufgehoben</translation>
    </message>
    <message>
        <source>Looking for drawings of a session that crashed</source>
        <translation>Zeichnungen einer abgestürzten Sitzung werden gesucht</translation>
    </message>
</context>
<context>
    <name>Bars</name>
    <message>
        <source>Click to make it the target of an inversion.</source>
        <translation>Klicken macht sie zum Ziel einer Inversion.</translation>
    </message>
    <message>
        <source>Most probable categories</source>
        <translation>Wahrscheinlichste Kategorien</translation>
    </message>
    <message>
        <source>This is what the drawer was asked for.</source>
        <translation>Das sollte gezeichnet werden.</translation>
    </message>
    <message>
        <source>With nothing left out: {0}. Change in percentage points: {1}</source>
        <translation>Wenn nichts weggelassen wird: {0}. Änderung in Prozentpunkten: {1}</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}: {1}</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>; stroke {order} selected</source>
        <translation>; Strich {order} ausgewählt</translation>
    </message>
    <message>
        <source>; the network says {category}, {share}</source>
        <translation>; das Netz sagt {category}, {share}</translation>
    </message>
    <message>
        <source>A run is shown, and cannot be drawn on. Esc returns to your sketch.</source>
        <translation>Gezeigt wird ein Lauf, in dem sich nicht zeichnen lässt. Esc führt zur eigenen Skizze zurück.</translation>
    </message>
    <message>
        <source>Draw here</source>
        <translation>Hier zeichnen</translation>
    </message>
    <message>
        <source>Drawing canvas</source>
        <translation>Zeichenfläche</translation>
    </message>
    <message>
        <source>Empty sketch</source>
        <translation>Leere Skizze</translation>
    </message>
    <message>
        <source>Showing step {step} of path {path} — Esc returns to your sketch</source>
        <translation>Schritt {step} von Pfad {path} – Esc führt zur eigenen Skizze zurück</translation>
    </message>
    <message>
        <source>Sketch with 1 stroke</source>
        <translation>Skizze mit 1 Strich</translation>
    </message>
    <message>
        <source>Sketch with {n} strokes</source>
        <translation>Skizze mit {n} Strichen</translation>
    </message>
    <message>
        <source>Step {step} of path {path}: {target} {share}</source>
        <translation>Schritt {step} von Pfad {path}: {target} {share}</translation>
    </message>
    <message>
        <source>Step {step}, path {path} — Esc: back</source>
        <translation>Schritt {step}, Pfad {path} – Esc: zurück</translation>
    </message>
    <message>
        <source>or drop a drawing file (.ndjson) on the window</source>
        <translation>oder eine Datei mit Zeichnungen (.ndjson) ins Fenster ziehen</translation>
    </message>
    <message>
        <source>{0} — Esc returns to your sketch</source>
        <translation>{0} – Esc führt zur eigenen Skizze zurück</translation>
    </message>
    <message>
        <source>{target} · path {path} · step {step}</source>
        <translation>{target} · Pfad {path} · Schritt {step}</translation>
    </message>
</context>
<context>
    <name>CanvasHint</name>
    <message>
        <source>Close the hint</source>
        <translation>Hinweis schließen</translation>
    </message>
    <message>
        <source>Do not show this again</source>
        <translation>Nicht wieder zeigen</translation>
    </message>
    <message>
        <source>Draw here</source>
        <translation>Hier zeichnen</translation>
    </message>
    <message>
        <source>Draw here: the network names your drawing</source>
        <translation>Hier zeichnen: das Netz benennt die Zeichnung</translation>
    </message>
    <message>
        <source>Draw here: the network names your drawing stroke by stroke</source>
        <translation>Hier zeichnen: Das Netz benennt die Zeichnung Strich für Strich</translation>
    </message>
</context>
<context>
    <name>CategoryBox</name>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
</context>
<context>
    <name>CategoryTable</name>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
</context>
<context>
    <name>CellDelegate</name>
    <message>
        <source>not a drawing</source>
        <translation>keine Zeichnung</translation>
    </message>
</context>
<context>
    <name>ChangesView</name>
    <message>
        <source>A small total movement that flips the answer</source>
        <translation>Eine insgesamt kleine Bewegung, die die Antwort kippt</translation>
    </message>
    <message>
        <source>Category that the answer shall become</source>
        <translation>Kategorie, die die Antwort werden soll</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Move strokes</source>
        <translation>Striche bewegen</translation>
    </message>
    <message>
        <source>Remove strokes</source>
        <translation>Striche entfernen</translation>
    </message>
    <message>
        <source>Smallest change</source>
        <translation>Kleinste Änderung</translation>
    </message>
    <message>
        <source>Swap two orders</source>
        <translation>Striche tauschen</translation>
    </message>
    <message>
        <source>The fewest strokes whose removal flips the answer</source>
        <translation>Die wenigsten Striche, deren Wegfall die Antwort kippt</translation>
    </message>
    <message>
        <source>Two strokes drawn in each other's place in time</source>
        <translation>Zwei Striche, die zeitlich die Plätze tauschen</translation>
    </message>
    <message>
        <source>anything else</source>
        <translation>irgendetwas anderes</translation>
    </message>
</context>
<context>
    <name>CheckpointController</name>
    <message>
        <source>Looking for checkpoints</source>
        <translation>Checkpoints werden gesucht</translation>
    </message>
    <message>
        <source>{} is here; choose it in the Network menu.</source>
        <translation>{} ist da; auszuwählen im Menü „Netz“.</translation>
    </message>
</context>
<context>
    <name>CheckpointDialog</name>
    <message>
        <source>&amp;Use</source>
        <translation>&amp;Verwenden</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Aufbau</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>Does not look at</source>
        <translation>Beachtet nicht</translation>
    </message>
    <message>
        <source>Downloaded from</source>
        <translation>Heruntergeladen von</translation>
    </message>
    <message>
        <source>Empty stroke slots</source>
        <translation>Leere Strichplätze</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Gemacht von</translation>
    </message>
    <message>
        <source>Open Checkpoint</source>
        <translation>Checkpoint öffnen</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Training and card</source>
        <translation>Training und Karte</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>maskiert</translation>
    </message>
    <message>
        <source>not masked: always {} slots, as its training had</source>
        <translation>nicht maskiert: immer {} Plätze, wie beim Training</translation>
    </message>
    <message>
        <source>the authors' code</source>
        <translation>dem Code der Autoren</translation>
    </message>
    <message>
        <source>this program</source>
        <translation>diesem Programm</translation>
    </message>
    <message>
        <source>{}: {} layers, width {}, {} heads</source>
        <translation>{}: {} Schichten, Breite {}, {} Köpfe</translation>
    </message>
</context>
<context>
    <name>Clipboard</name>
    <message>
        <source>Pasted the first of {:,} lines.</source>
        <translation>Die erste von {} Zeilen wurde eingefügt.</translation>
    </message>
    <message>
        <source>Pasted; undo brings back what was here.</source>
        <translation>Eingefügt; Rückgängig holt zurück, was hier war.</translation>
    </message>
    <message>
        <source>Pasting</source>
        <translation>Wird eingefügt</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>Das Bild ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The sketch is on the clipboard, as SVG.</source>
        <translation>Die Skizze ist als SVG in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The sketch is on the clipboard, as a line of .ndjson.</source>
        <translation>Die Skizze ist als .ndjson-Zeile in der Zwischenablage.</translation>
    </message>
    <message>
        <source>This drawing cannot be copied: {}.</source>
        <translation>Diese Zeichnung lässt sich nicht kopieren: {}.</translation>
    </message>
</context>
<context>
    <name>ColourBar</name>
    <message>
        <source>Meaning of the colours</source>
        <translation>Bedeutung der Farben</translation>
    </message>
    <message>
        <source>from {0} to {1}</source>
        <translation>von {0} bis {1}</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>Passende Befehle</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>Befehl eingeben</translation>
    </message>
</context>
<context>
    <name>CompareColumn</name>
    <message>
        <source>Scores: {0}</source>
        <translation>Werte: {0}</translation>
    </message>
    <message>
        <source>What it goes by:</source>
        <translation>Wonach es sich richtet:</translation>
    </message>
    <message>
        <source>location</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>not computed</source>
        <translation>nicht berechnet</translation>
    </message>
    <message>
        <source>order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>Form</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Both sketches' scores have one scale; the longest bar is {1}.</source>
        <translation>Die Werte beider Skizzen haben denselben Maßstab; der längste Balken ist {1}.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>Wird berechnet…</translation>
    </message>
    <message>
        <source>Each sketch's scores have a scale of their own.</source>
        <translation>Die Werte jeder Skizze haben ihren eigenen Maßstab.</translation>
    </message>
    <message>
        <source>Forget the pinned sketch</source>
        <translation>Die angeheftete Skizze vergessen</translation>
    </message>
    <message>
        <source>Keep this sketch and what is known about it here, to compare others with it</source>
        <translation>Diese Skizze und was über sie bekannt ist hier behalten, um andere mit ihr zu vergleichen</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Pin This Sketch</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Pin a sketch to compare others with it.</source>
        <translation>Eine Skizze anheften, um andere mit ihr zu vergleichen.</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>Scores by {0}; choose another method under Strokes. The pinned sketch stays as it was.</source>
        <translation>Werte nach {0}; ein anderes Verfahren lässt sich unter „Striche“ wählen. Die angeheftete Skizze bleibt, wie sie war.</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
</context>
<context>
    <name>ConfusionMap</name>
    <message>
        <source>Confusion matrix</source>
        <translation>Konfusionsmatrix</translation>
    </message>
    <message>
        <source>{0} by {1} categories</source>
        <translation>{0} mal {1} Kategorien</translation>
    </message>
</context>
<context>
    <name>ContributionsPanel</name>
    <message>
        <source>Average over {0} strokes. Select a stroke to see its own.</source>
        <translation>Mittel über {0} Striche. Einen Strich auswählen, um seine eigenen zu sehen.</translation>
    </message>
    <message>
        <source>Contribution</source>
        <translation>Beitrag</translation>
    </message>
    <message>
        <source>How much of stroke {0}, as the network gets it, is its order, its shape and its location. Below zero: pointing against the rest.</source>
        <translation>Wie viel von Strich {0}, so wie das Netz ihn bekommt, seine Reihenfolge, seine Form und sein Ort ausmachen. Unter null: gegen den Rest gerichtet.</translation>
    </message>
</context>
<context>
    <name>CrashNotice</name>
    <message>
        <source>&amp;Show Crash Log</source>
        <translation>Absturzprotokoll &amp;zeigen</translation>
    </message>
    <message>
        <source>All {} are under File &gt; My Drawings.</source>
        <translation>Alle {} sind unter Datei &gt; Meine Zeichnungen.</translation>
    </message>
    <message>
        <source>Crash Log</source>
        <translation>Absturzprotokoll</translation>
    </message>
    <message>
        <source>File &gt; My Drawings has it.</source>
        <translation>Sie ist unter Datei &gt; Meine Zeichnungen.</translation>
    </message>
    <message>
        <source>It is on the canvas again.</source>
        <translation>Sie ist wieder auf der Zeichenfläche.</translation>
    </message>
    <message>
        <source>Looking for crashes</source>
        <translation>Abstürze werden gesucht</translation>
    </message>
    <message>
        <source>SketchXAI Desktop</source>
        <translation>SketchXAI Desktop</translation>
    </message>
    <message>
        <source>The crash log stays on this computer. It helps in a bug report.</source>
        <translation>Das Absturzprotokoll bleibt auf diesem Computer. Es hilft in einem Fehlerbericht.</translation>
    </message>
    <message>
        <source>The program ended unexpectedly last time.</source>
        <translation>Das Programm endete beim letzten Mal unerwartet.</translation>
    </message>
    <message>
        <source>The program ended unexpectedly while a drawing was not saved. {}</source>
        <translation>Das Programm endete unerwartet, als eine Zeichnung nicht gespeichert war. {}</translation>
    </message>
</context>
<context>
    <name>DefectNotice</name>
    <message>
        <source>Something went wrong inside the program ({}). It goes on, but save what matters to you. Help &gt; Show Log has the details.</source>
        <translation>Im Programm ist etwas schiefgegangen ({}). Es läuft weiter; was wichtig ist, sollte jetzt gespeichert werden. Einzelheiten stehen unter Hilfe &gt; Protokoll zeigen.</translation>
    </message>
</context>
<context>
    <name>DownloadController</name>
    <message>
        <source>Asking for published checkpoints</source>
        <translation>Veröffentlichte Checkpoints werden erfragt</translation>
    </message>
    <message>
        <source>Downloading {}</source>
        <translation>{} wird heruntergeladen</translation>
    </message>
</context>
<context>
    <name>DrawingCount</name>
    <message>
        <source> drawings</source>
        <translation> Zeichnungen</translation>
    </message>
    <message>
        <source>&amp;All drawings</source>
        <translation>&amp;Alle Zeichnungen</translation>
    </message>
    <message>
        <source>Drawings at most</source>
        <translation>Höchstens so viele Zeichnungen</translation>
    </message>
</context>
<context>
    <name>DrawingsPage</name>
    <message>
        <source>&amp;Add Drawings</source>
        <translation>Zeichnungen &amp;hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Files…</source>
        <translation>&amp;Dateien…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Set Category</source>
        <translation>&amp;Kategorie setzen</translation>
    </message>
    <message>
        <source>, line {0:,}</source>
        <translation>, Zeile {0}</translation>
    </message>
    <message>
        <source>A category of the network, or a new one</source>
        <translation>Eine Kategorie des Netzes oder eine neue</translation>
    </message>
    <message>
        <source>Add Drawings</source>
        <translation>Zeichnungen hinzufügen</translation>
    </message>
    <message>
        <source>Add a Folder of Drawings</source>
        <translation>Einen Ordner mit Zeichnungen hinzufügen</translation>
    </message>
    <message>
        <source>Add drawings: files, folders, or what you drew.</source>
        <translation>Zeichnungen hinzufügen: Dateien, Ordner oder selbst Gezeichnetes.</translation>
    </message>
    <message>
        <source>All &amp;Kept Drawings</source>
        <translation>Alle &amp;aufgehobenen Zeichnungen</translation>
    </message>
    <message>
        <source>All drawings ({0:,})</source>
        <translation>Alle Zeichnungen ({0})</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>Zeichnungen</translation>
    </message>
    <message>
        <source>Drawings (*.ndjson *.jsonl *.gz *.npz);;All files (*)</source>
        <translation>Zeichnungen (*.ndjson *.jsonl *.gz *.npz);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Drawings (*.ndjson)</source>
        <translation>Zeichnungen (*.ndjson)</translation>
    </message>
    <message>
        <source>Drawings Made &amp;Today</source>
        <translation>&amp;Heutige Zeichnungen</translation>
    </message>
    <message>
        <source>Drawings shown</source>
        <translation>Gezeigte Zeichnungen</translation>
    </message>
    <message>
        <source>Drawings to learn from</source>
        <translation>Zeichnungen zum Lernen</translation>
    </message>
    <message>
        <source>F&amp;older…</source>
        <translation>&amp;Ordner…</translation>
    </message>
    <message>
        <source>Fewer than {0} drawings: a network learns little from them.</source>
        <translation>Weniger als {0} Zeichnungen: Daraus lernt ein Netz wenig.</translation>
    </message>
    <message>
        <source>From {0} ({1:,})</source>
        <translation>Aus {0} ({1})</translation>
    </message>
    <message>
        <source>No &amp;Category</source>
        <translation>Keine Ka&amp;tegorie</translation>
    </message>
    <message>
        <source>No drawing is here.</source>
        <translation>Hier ist keine Zeichnung.</translation>
    </message>
    <message>
        <source>Save &amp;Drawings…</source>
        <translation>Zeichnungen &amp;speichern…</translation>
    </message>
    <message>
        <source>Save Drawings</source>
        <translation>Zeichnungen speichern</translation>
    </message>
    <message>
        <source>Save the drawings with their words as .ndjson</source>
        <translation>Die Zeichnungen mit ihren Wörtern als .ndjson speichern</translation>
    </message>
    <message>
        <source>Take the selected drawings off the list; their files stay as they are</source>
        <translation>Die ausgewählten Zeichnungen von der Liste nehmen; ihre Dateien bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>The Sketch on the &amp;Canvas</source>
        <translation>Die &amp;Skizze auf der Zeichenfläche</translation>
    </message>
    <message>
        <source>These are:</source>
        <translation>Das sind:</translation>
    </message>
    <message>
        <source>Without a category ({0:,})</source>
        <translation>Ohne Kategorie ({0})</translation>
    </message>
    <message>
        <source>few: {0:,}</source>
        <translation>wenige: {0}</translation>
    </message>
    <message>
        <source>no category</source>
        <translation>keine Kategorie</translation>
    </message>
    <message>
        <source>of all {0:,} shown</source>
        <translation>von allen {0} gezeigten</translation>
    </message>
    <message>
        <source>of {0:,} selected</source>
        <translation>von {0} ausgewählten</translation>
    </message>
    <message>
        <source>{0:,} categories</source>
        <translation>{0} Kategorien</translation>
    </message>
    <message>
        <source>{0:,} of {1:,} have fewer than {2}.</source>
        <translation>{0} von {1} haben weniger als {2}.</translation>
    </message>
</context>
<context>
    <name>EvaluationController</name>
    <message>
        <source>Evaluating {0}</source>
        <translation>{0} wird ausgewertet</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Wird gemessen</translation>
    </message>
    <message>
        <source>Opening a sketch</source>
        <translation>Skizze wird geöffnet</translation>
    </message>
    <message>
        <source>Reading drawings</source>
        <translation>Zeichnungen werden gelesen</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>{0} wird gelesen</translation>
    </message>
    <message>
        <source>Saving {0}</source>
        <translation>{0} wird gespeichert</translation>
    </message>
</context>
<context>
    <name>EvaluationWindow</name>
    <message>
        <source>&amp;Confusions</source>
        <translation>&amp;Verwechslungen</translation>
    </message>
    <message>
        <source>&amp;Evaluate</source>
        <translation>A&amp;uswerten</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Stopp</translation>
    </message>
    <message>
        <source>&amp;Worst Mistakes</source>
        <translation>Schlimmste &amp;Fehler</translation>
    </message>
    <message>
        <source>A random sample; the same one every time</source>
        <translation>Eine Zufallsstichprobe; jedes Mal dieselbe</translation>
    </message>
    <message>
        <source>All categories</source>
        <translation>Alle Kategorien</translation>
    </message>
    <message>
        <source>Ask the network about the drawings of the opened file</source>
        <translation>Das Netz nach den Zeichnungen der geöffneten Datei fragen</translation>
    </message>
    <message>
        <source>Asking the network…</source>
        <translation>Das Netz wird gefragt…</translation>
    </message>
    <message>
        <source>Cali&amp;bration</source>
        <translation>Kali&amp;brierung</translation>
    </message>
    <message>
        <source>Cate&amp;gories</source>
        <translation>Kate&amp;gorien</translation>
    </message>
    <message>
        <source>Categories of the matrix</source>
        <translation>Kategorien der Matrix</translation>
    </message>
    <message>
        <source>Drawings of {0}</source>
        <translation>Zeichnungen von {0}</translation>
    </message>
    <message>
        <source>ECE</source>
        <translation>ECE</translation>
    </message>
    <message>
        <source>Evaluate measures how often the network names the drawings of the file rightly.</source>
        <translation>„Auswerten“ misst, wie oft das Netz die Zeichnungen der Datei richtig benennt.</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Larger cells (+, or Ctrl and the wheel)</source>
        <translation>Größere Felder (+ oder Strg und Mausrad)</translation>
    </message>
    <message>
        <source>Left out: {0}</source>
        <translation>Weggelassen: {0}</translation>
    </message>
    <message>
        <source>Macro top-1</source>
        <translation>Makro-Top-1</translation>
    </message>
    <message>
        <source>Macro top-5</source>
        <translation>Makro-Top-5</translation>
    </message>
    <message>
        <source>Measure every drawing of the file</source>
        <translation>Jede Zeichnung der Datei messen</translation>
    </message>
    <message>
        <source>Most mistakes</source>
        <translation>Meiste Fehler</translation>
    </message>
    <message>
        <source>Named {0}</source>
        <translation>{0} genannt</translation>
    </message>
    <message>
        <source>Open a file of drawings with words, and a network.</source>
        <translation>Eine Datei mit benannten Zeichnungen und ein Netz öffnen.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Rows: what was drawn. Columns: what it was named.</source>
        <translation>Zeilen: gezeichnet. Spalten: benannt.</translation>
    </message>
    <message>
        <source>Save &amp;HTML…</source>
        <translation>&amp;HTML speichern…</translation>
    </message>
    <message>
        <source>Save &amp;JSON…</source>
        <translation>&amp;JSON speichern…</translation>
    </message>
    <message>
        <source>Save Evaluation</source>
        <translation>Auswertung speichern</translation>
    </message>
    <message>
        <source>Save a page with all figures, charts and the worst mistakes</source>
        <translation>Eine Seite mit allen Zahlen, Diagrammen und den schlimmsten Fehlern speichern</translation>
    </message>
    <message>
        <source>Save all figures, with intervals and the confusion matrix</source>
        <translation>Alle Zahlen mit Intervallen und der Konfusionsmatrix speichern</translation>
    </message>
    <message>
        <source>Sketches</source>
        <translation>Skizzen</translation>
    </message>
    <message>
        <source>Smaller cells (-, or Ctrl and the wheel)</source>
        <translation>Kleinere Felder (- oder Strg und Mausrad)</translation>
    </message>
    <message>
        <source>Stop and measure what was counted so far</source>
        <translation>Anhalten und messen, was bis hierher gezählt wurde</translation>
    </message>
    <message>
        <source>Stopped before the end: these are the drawings counted until then.</source>
        <translation>Vor dem Ende angehalten: Das sind die bis dahin gezählten Zeichnungen.</translation>
    </message>
    <message>
        <source>Stro&amp;kes</source>
        <translation>Stri&amp;che</translation>
    </message>
    <message>
        <source>The mistakes that the network was surest of</source>
        <translation>Die Fehler, bei denen sich das Netz am sichersten war</translation>
    </message>
    <message>
        <source>The whole matrix (0)</source>
        <translation>Die ganze Matrix (0)</translation>
    </message>
    <message>
        <source>There are none.</source>
        <translation>Es gibt keine.</translation>
    </message>
    <message>
        <source>They cannot be read any more.</source>
        <translation>Sie lassen sich nicht mehr lesen.</translation>
    </message>
    <message>
        <source>Top-1</source>
        <translation>Top-1</translation>
    </message>
    <message>
        <source>Top-5</source>
        <translation>Top-5</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Webseite (*.html)</translation>
    </message>
    <message>
        <source>Which categories the matrix shows</source>
        <translation>Welche Kategorien die Matrix zeigt</translation>
    </message>
    <message>
        <source>Worst mistakes</source>
        <translation>Schlimmste Fehler</translation>
    </message>
    <message>
        <source>at most </source>
        <translation>höchstens </translation>
    </message>
    <message>
        <source>{0:,} drawings so far.</source>
        <translation>Bisher {0} Zeichnungen.</translation>
    </message>
    <message>
        <source>{0} named {1}</source>
        <translation>{0} als {1}</translation>
    </message>
    <message>
        <source>{0} named {1}: {2:,} of {3:,} ({4})</source>
        <translation>{0} als {1} benannt: {2} von {3} ({4})</translation>
    </message>
    <message>
        <source>{0} on {1}: {2:,} drawings of one category.</source>
        <translation>{0} an {1}: {2} Zeichnungen aus einer Kategorie.</translation>
    </message>
    <message>
        <source>{0} on {1}: {2:,} drawings of {3:,} categories.</source>
        <translation>{0} an {1}: {2} Zeichnungen aus {3} Kategorien.</translation>
    </message>
    <message>
        <source>{0}, line {1:,}: {2} named {3} ({4}). {5}: {6}. Double-click to open it.</source>
        <translation>{0}, Zeile {1}: {2} als {3} benannt ({4}). {5}: {6}. Doppelklick öffnet sie.</translation>
    </message>
    <message>
        <source>{0}: the first {1:,} of {2:,}</source>
        <translation>{0}: die ersten {1} von {2}</translation>
    </message>
    <message>
        <source>{0}: {1:,}</source>
        <translation>{0}: {1}</translation>
    </message>
</context>
<context>
    <name>ExplainController</name>
    <message>
        <source>Classifying every moment</source>
        <translation>Jeder Augenblick wird benannt</translation>
    </message>
    <message>
        <source>Explaining</source>
        <translation>Wird erklärt</translation>
    </message>
    <message>
        <source>Explaining parts of strokes</source>
        <translation>Teile von Strichen werden erklärt</translation>
    </message>
    <message>
        <source>Looking for the smallest change</source>
        <translation>Kleinste Änderung wird gesucht</translation>
    </message>
    <message>
        <source>Preparing explanations</source>
        <translation>Erklärungen werden vorbereitet</translation>
    </message>
    <message>
        <source>Reading the attention</source>
        <translation>Attention wird gelesen</translation>
    </message>
    <message>
        <source>Testing the explanations</source>
        <translation>Erklärungen werden geprüft</translation>
    </message>
    <message>
        <source>Trying changes</source>
        <translation>Änderungen werden ausprobiert</translation>
    </message>
    <message>
        <source>Trying places</source>
        <translation>Orte werden ausprobiert</translation>
    </message>
    <message>
        <source>no sketch is pinned</source>
        <translation>keine Skizze ist angeheftet</translation>
    </message>
    <message>
        <source>the network has not looked at this sketch yet</source>
        <translation>das Netz hat diese Skizze noch nicht angesehen</translation>
    </message>
</context>
<context>
    <name>ExplainPage</name>
    <message>
        <source>All points of this sketch coincide: there is nothing to see yet.</source>
        <translation>Alle Punkte dieser Skizze fallen zusammen: Noch gibt es nichts zu sehen.</translation>
    </message>
    <message>
        <source>Are the methods right? Put them to the test</source>
        <translation>Haben die Verfahren recht? Hier werden sie geprüft</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Copy this view or save it as a picture or as data</source>
        <translation>Diese Ansicht kopieren oder als Bild oder Daten speichern</translation>
    </message>
    <message>
        <source>Draw a stroke or open a sketch to have it explained.</source>
        <translation>Einen Strich zeichnen oder eine Skizze öffnen, um sie erklärt zu bekommen.</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>Erklärung</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>Kippen</translation>
    </message>
    <message>
        <source>How much each stroke counts, by many methods</source>
        <translation>Wie viel jeder Strich zählt, nach vielen Verfahren</translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation>Striche</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Tests</translation>
    </message>
    <message>
        <source>The network has not looked at this sketch yet.</source>
        <translation>Das Netz hat diese Skizze noch nicht angesehen.</translation>
    </message>
    <message>
        <source>The smallest change that flips the answer</source>
        <translation>Die kleinste Änderung, die die Antwort kippt</translation>
    </message>
    <message>
        <source>This is shown as soon as a network is loaded.</source>
        <translation>Das erscheint, sobald ein Netz geladen ist.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Two sketches side by side</source>
        <translation>Zwei Skizzen nebeneinander</translation>
    </message>
    <message>
        <source>What If</source>
        <translation>Was wäre</translation>
    </message>
    <message>
        <source>What the network says after each stroke</source>
        <translation>Was das Netz nach jedem Strich sagt</translation>
    </message>
    <message>
        <source>Where the network wants this stroke; what if it were otherwise</source>
        <translation>Wo das Netz diesen Strich haben will; was, wenn er anders wäre</translation>
    </message>
    <message>
        <source>Which strokes the network looks at, and from which</source>
        <translation>Auf welche Striche das Netz schaut, und von welchen aus</translation>
    </message>
    <message>
        <source>{0}, not {1}</source>
        <translation>{0}, nicht {1}</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>For&amp;mat</translation>
    </message>
    <message>
        <source>&amp;Hold first, last</source>
        <translation>&amp;Halten: erstes, letztes</translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation>&amp;Aussehen</translation>
    </message>
    <message>
        <source>&amp;Path</source>
        <translation>&amp;Pfad</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>&amp;Was</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Animation: grid of paths</source>
        <translation>Animation: Raster der Pfade</translation>
    </message>
    <message>
        <source>Animation: sketch only</source>
        <translation>Animation: nur die Skizze</translation>
    </message>
    <message>
        <source>Animation: three panels</source>
        <translation>Animation: drei Felder</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Export As</source>
        <translation>Exportieren als</translation>
    </message>
    <message>
        <source>F&amp;ile</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File format</source>
        <translation>Dateiformat</translation>
    </message>
    <message>
        <source>Filmstrip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>Ghost</source>
        <translation>Geisterbild</translation>
    </message>
    <message>
        <source>Height of the picture in pixels</source>
        <translation>Höhe des Bildes in Pixeln</translation>
    </message>
    <message>
        <source>How strokes are coloured by their order</source>
        <translation>Wie Striche nach ihrer Reihenfolge gefärbt werden</translation>
    </message>
    <message>
        <source>Ink</source>
        <translation>Tinte</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Locations and probabilities of {0} paths at {1} steps.</source>
        <translation>Orte und Wahrscheinlichkeiten von {0} Pfaden bei {1} Schritten.</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Nummern</translation>
    </message>
    <message>
        <source>One step</source>
        <translation>Ein Schritt</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Rainbow</source>
        <translation>Regenbogen</translation>
    </message>
    <message>
        <source>Repeat for ever</source>
        <translation>Endlos wiederholen</translation>
    </message>
    <message>
        <source>Seconds that the first step is held</source>
        <translation>Sekunden, die der erste Schritt stehen bleibt</translation>
    </message>
    <message>
        <source>Seconds that the last step is held</source>
        <translation>Sekunden, die der letzte Schritt stehen bleibt</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Side of one picture in pixels</source>
        <translation>Seitenlänge eines Bildes in Pixeln</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Steps per secon&amp;d</source>
        <translation>&amp;Schritte pro Sekunde</translation>
    </message>
    <message>
        <source>Steps per second</source>
        <translation>Schritte pro Sekunde</translation>
    </message>
    <message>
        <source>Steps {0}.</source>
        <translation>Schritte {0}.</translation>
    </message>
    <message>
        <source>Stroke colours</source>
        <translation>Strichfarben</translation>
    </message>
    <message>
        <source>The order of every stroke, counted from 1, at its start</source>
        <translation>Die Nummer jedes Strichs, ab 1 gezählt, an seinem Anfang</translation>
    </message>
    <message>
        <source>The original layout, faintly, behind</source>
        <translation>Die ursprüngliche Anordnung, blass, dahinter</translation>
    </message>
    <message>
        <source>The run as data</source>
        <translation>Der Lauf als Daten</translation>
    </message>
    <message>
        <source>This file exists and will be replaced.</source>
        <translation>Diese Datei gibt es schon; sie wird ersetzt.</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>What to export</source>
        <translation>Was exportiert wird</translation>
    </message>
    <message>
        <source>Where strokes have travelled</source>
        <translation>Wo Striche entlanggewandert sind</translation>
    </message>
    <message>
        <source>Which path is shown, counted from 1</source>
        <translation>Welcher Pfad gezeigt wird, ab 1 gezählt</translation>
    </message>
    <message>
        <source>{0} frames, {1} seconds, {2}</source>
        <translation>{0} Bilder, {1} Sekunden, {2}</translation>
    </message>
    <message>
        <source>{0} × {1} pixels</source>
        <translation>{0} × {1} Pixel</translation>
    </message>
</context>
<context>
    <name>ExportPreview</name>
    <message>
        <source>Numbers for other programs: there is nothing to see.</source>
        <translation>Zahlen für andere Programme: Es gibt nichts zu sehen.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Which step is shown here; it is the one exported where only one is</source>
        <translation>Welcher Schritt hier gezeigt wird; er wird exportiert, wo nur einer exportiert wird</translation>
    </message>
    <message>
        <source>step {0} / {1}</source>
        <translation>Schritt {0} / {1}</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Below: 95 % intervals (Wilson; macro and ECE: bootstrap).</source>
        <translation>Darunter: 95-%-Intervalle (Wilson; Makro und ECE: Bootstrap).</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Macro: mean over the categories, each counting the same. ECE: expected calibration error. </source>
        <translation>Makro: Mittel über die Kategorien, jede zählt gleich viel. ECE: erwarteter Kalibrierungsfehler. </translation>
    </message>
    <message>
        <source>so far</source>
        <translation>bisher</translation>
    </message>
</context>
<context>
    <name>FileController</name>
    <message>
        <source>Append Sketch to File</source>
        <translation>Skizze an Datei anhängen</translation>
    </message>
    <message>
        <source>Checking every line</source>
        <translation>Jede Zeile wird geprüft</translation>
    </message>
    <message>
        <source>Checkpoints (*.safetensors *.bin config.json);;All files (*)</source>
        <translation>Checkpoints (*.safetensors *.bin config.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Copying a line</source>
        <translation>Zeile wird kopiert</translation>
    </message>
    <message>
        <source>Drawing thumbnails</source>
        <translation>Vorschaubilder werden gezeichnet</translation>
    </message>
    <message>
        <source>Drawings (*.ndjson *.jsonl *.gz *.npz);;Checkpoints (*.safetensors *.bin);;All files (*)</source>
        <translation>Zeichnungen (*.ndjson *.jsonl *.gz *.npz);;Checkpoints (*.safetensors *.bin);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Drawings (*.ndjson)</source>
        <translation>Zeichnungen (*.ndjson)</translation>
    </message>
    <message>
        <source>Exported {}.</source>
        <translation>{} exportiert.</translation>
    </message>
    <message>
        <source>Exporting {}</source>
        <translation>{} wird exportiert</translation>
    </message>
    <message>
        <source>Filtering</source>
        <translation>Wird gefiltert</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open Checkpoint</source>
        <translation>Checkpoint öffnen</translation>
    </message>
    <message>
        <source>Opening a sketch</source>
        <translation>Skizze wird geöffnet</translation>
    </message>
    <message>
        <source>Opening {}</source>
        <translation>{} wird geöffnet</translation>
    </message>
    <message>
        <source>Reading drawings</source>
        <translation>Zeichnungen werden gelesen</translation>
    </message>
    <message>
        <source>Reading the words</source>
        <translation>Wörter werden gelesen</translation>
    </message>
    <message>
        <source>Save Sketch</source>
        <translation>Skizze speichern</translation>
    </message>
    <message>
        <source>Saved {}.</source>
        <translation>{} gespeichert.</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Wird gespeichert</translation>
    </message>
    <message>
        <source>The line is on the clipboard.</source>
        <translation>Die Zeile ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>indexing was stopped; the rest of the file is not listed</source>
        <translation>das Einlesen wurde angehalten; der Rest der Datei ist nicht aufgeführt</translation>
    </message>
</context>
<context>
    <name>FileLine</name>
    <message>
        <source>No file of drawings is open.</source>
        <translation>Keine Datei mit Zeichnungen ist geöffnet.</translation>
    </message>
    <message>
        <source>No network is loaded.</source>
        <translation>Kein Netz ist geladen.</translation>
    </message>
    <message>
        <source>{0} by {1}</source>
        <translation>{0} mit {1}</translation>
    </message>
</context>
<context>
    <name>FileMenus</name>
    <message>
        <source>&amp;My Drawings</source>
        <translation>&amp;Meine Zeichnungen</translation>
    </message>
    <message>
        <source>Clear List</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>Looking for recent files</source>
        <translation>Zuletzt geöffnete Dateien werden gesucht</translation>
    </message>
    <message>
        <source>Nothing has been kept yet</source>
        <translation>Noch wurde nichts aufgehoben</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>{} is not there now</source>
        <translation>{} ist gerade nicht da</translation>
    </message>
</context>
<context>
    <name>FileScoreModel</name>
    <message>
        <source>95 % interval: {0} to {1}.</source>
        <translation>95-%-Intervall: {0} bis {1}.</translation>
    </message>
    <message>
        <source>Better than the random control, drawing by drawing.</source>
        <translation>Zeichnung für Zeichnung besser als die zufällige Kontrolle.</translation>
    </message>
    <message>
        <source>Not to be told from the random control.</source>
        <translation>Von der zufälligen Kontrolle nicht zu unterscheiden.</translation>
    </message>
    <message>
        <source>Too few drawings to tell it from the random control.</source>
        <translation>Zu wenige Zeichnungen, um es von der zufälligen Kontrolle zu unterscheiden.</translation>
    </message>
    <message>
        <source>Worse than the random control, drawing by drawing.</source>
        <translation>Zeichnung für Zeichnung schlechter als die zufällige Kontrolle.</translation>
    </message>
    <message>
        <source>{0}, {1}: {2}, mean of {3:,} drawings.</source>
        <translation>{0}, {1}: {2}, Mittel über {3:,} Zeichnungen.</translation>
    </message>
</context>
<context>
    <name>FileWorkController</name>
    <message>
        <source>Saved {0}.</source>
        <translation>{0} gespeichert.</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Filmstrip</source>
        <translation>Filmstreifen</translation>
    </message>
    <message>
        <source>Path {0}, step {1}: {2} {3}</source>
        <translation>Pfad {0}, Schritt {1}: {2} {3}</translation>
    </message>
    <message>
        <source>The chosen path at steps 0, 1, 2, 3, 4, 5, 10, 50 and 100.</source>
        <translation>Der gewählte Pfad bei den Schritten 0, 1, 2, 3, 4, 5, 10, 50 und 100.</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Any result</source>
        <translation>Jedes Ergebnis</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>Filter by recognition or country, go to a line, shuffle</source>
        <translation>Nach Erkennung oder Land filtern, zu einer Zeile gehen, mischen</translation>
    </message>
    <message>
        <source>Filter by word</source>
        <translation>Nach Wort filtern</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filters ({count})</source>
        <translation>Filter ({count})</translation>
    </message>
    <message>
        <source>Go to line</source>
        <translation>Gehe zu Zeile</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Nicht erkannt</translation>
    </message>
    <message>
        <source>Number of a line of the file, counted from 1; Enter goes there (Ctrl+G)</source>
        <translation>Nummer einer Zeile der Datei, ab 1 gezählt; Eingabe springt dorthin (Strg+G)</translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation>Erkannt</translation>
    </message>
    <message>
        <source>Recognised by the game</source>
        <translation>Vom Spiel erkannt</translation>
    </message>
    <message>
        <source>Seed of the shuffle</source>
        <translation>Startwert des Mischens</translation>
    </message>
    <message>
        <source>Show more filters</source>
        <translation>Mehr Filter zeigen</translation>
    </message>
    <message>
        <source>Show only drawings whose word contains this text</source>
        <translation>Nur Zeichnungen zeigen, deren Wort diesen Text enthält</translation>
    </message>
    <message>
        <source>Show the drawings in random order</source>
        <translation>Die Zeichnungen in zufälliger Reihenfolge zeigen</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>Mischen</translation>
    </message>
    <message>
        <source>The same seed gives the same random order</source>
        <translation>Derselbe Startwert ergibt dieselbe zufällige Reihenfolge</translation>
    </message>
    <message>
        <source>Two-letter code of the country where it was drawn, such as DE or US</source>
        <translation>Zweibuchstabiger Code des Landes, in dem gezeichnet wurde, etwa DE oder US</translation>
    </message>
    <message>
        <source>Whether the game Quick, Draw! recognised the drawing or missed it, when it was made</source>
        <translation>Ob das Spiel Quick, Draw! die Zeichnung erkannte oder nicht, als sie entstand</translation>
    </message>
</context>
<context>
    <name>Grip</name>
    <message>
        <source>Drag this edge to move the panel; View shows and hides panels</source>
        <translation>An dieser Kante lässt sich der Bereich verschieben; „Ansicht“ zeigt und verbirgt Bereiche</translation>
    </message>
</context>
<context>
    <name>GroupChart</name>
    <message>
        <source>By number of strokes</source>
        <translation>Nach Anzahl der Striche</translation>
    </message>
    <message>
        <source>strokes</source>
        <translation>Striche</translation>
    </message>
    <message>
        <source>top-1</source>
        <translation>Top-1</translation>
    </message>
    <message>
        <source>{0}: {1:.1%} of {2:,}</source>
        <translation>{0}: {1:.1%} von {2}</translation>
    </message>
</context>
<context>
    <name>GroupsPage</name>
    <message>
        <source>Group {0}: {1:,} strokes</source>
        <translation>Gruppe {0}: {1} Striche</translation>
    </message>
    <message>
        <source>Group {0}: {1:,} strokes. Most often of: {2}</source>
        <translation>Gruppe {0}: {1} Striche. Am häufigsten aus: {2}</translation>
    </message>
    <message>
        <source>Groups of look-alike strokes</source>
        <translation>Gruppen ähnlich aussehender Striche</translation>
    </message>
    <message>
        <source>Nearest first.</source>
        <translation>Nächste zuerst.</translation>
    </message>
    <message>
        <source>Nearest to the centre first. Of: {0}.</source>
        <translation>Die dem Zentrum nächsten zuerst. Aus: {0}.</translation>
    </message>
    <message>
        <source>No groups yet. “Group Strokes” takes the strokes of the opened file, asks the network how each is shaped, and puts those together that look alike to it.</source>
        <translation>Noch keine Gruppen. „Striche gruppieren“ nimmt die Striche der geöffneten Datei, fragt das Netz nach ihrer Form und legt zusammen, was ihm ähnlich aussieht.</translation>
    </message>
    <message>
        <source>Stroke {0} is in group {1}; {2:.0f}% of that group's strokes are farther from its centre.</source>
        <translation>Strich {0} ist in Gruppe {1}; {2:.0f} % der Striche dieser Gruppe liegen weiter von ihrem Zentrum entfernt.</translation>
    </message>
    <message>
        <source>Stroke {0} of a drawing of: {1} (line {2:,}).
Cosine distance to the centre: {3:.3f}</source>
        <translation>Strich {0} einer Zeichnung von: {1} (Zeile {2}).
Kosinusabstand zum Zentrum: {3:.3f}</translation>
    </message>
    <message>
        <source>Strokes of the chosen group</source>
        <translation>Striche der gewählten Gruppe</translation>
    </message>
    <message>
        <source>Strokes of the sketch</source>
        <translation>Striche der Skizze</translation>
    </message>
    <message>
        <source>Strokes of the sketch and their groups</source>
        <translation>Striche der Skizze und ihre Gruppen</translation>
    </message>
    <message>
        <source>The sketch's strokes are shown here with their groups.</source>
        <translation>Hier erscheinen die Striche der Skizze mit ihren Gruppen.</translation>
    </message>
    <message>
        <source>group {0}</source>
        <translation>Gruppe {0}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>{0} groups of {1:,} strokes, largest first</source>
        <translation>{0} Gruppen aus {1} Strichen, größte zuerst</translation>
    </message>
</context>
<context>
    <name>Habits</name>
    <message>
        <source>&amp;Copy Sketch</source>
        <translation>Skizze &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste Sketch</source>
        <translation>Skizze einfü&amp;gen</translation>
    </message>
    <message>
        <source>Canvas, predictions and inversion on the whole screen, in large type; Esc leaves</source>
        <translation>Zeichenfläche, Vorhersagen und Inversion auf dem ganzen Bildschirm, in großer Schrift; Esc beendet</translation>
    </message>
    <message>
        <source>Copy as S&amp;VG</source>
        <translation>Als S&amp;VG kopieren</translation>
    </message>
    <message>
        <source>Copy the sketch as a line of .ndjson</source>
        <translation>Die Skizze als .ndjson-Zeile kopieren</translation>
    </message>
    <message>
        <source>Copy the sketch for drawing programs: a path for each stroke</source>
        <translation>Die Skizze für Zeichenprogramme kopieren: ein Pfad für jeden Strich</translation>
    </message>
    <message>
        <source>Every state of the drawing; a click goes there</source>
        <translation>Jeder Zustand der Zeichnung; ein Klick geht dorthin</translation>
    </message>
    <message>
        <source>Everything that can be set, in one place</source>
        <translation>Alles, was sich einstellen lässt, an einem Ort</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>P&amp;resentation</source>
        <translation>Präsen&amp;tation</translation>
    </message>
    <message>
        <source>Put a line of .ndjson, an SVG or the data of an SVG path on the canvas</source>
        <translation>Eine .ndjson-Zeile, ein SVG oder die Daten eines SVG-Pfads auf die Zeichenfläche bringen</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>Eins&amp;tellungen…</translation>
    </message>
    <message>
        <source>Show &amp;Log</source>
        <translation>&amp;Protokoll zeigen</translation>
    </message>
    <message>
        <source>The drawing before is under File &gt; My Drawings; Undo brings it back, too.</source>
        <translation>Die vorige Zeichnung liegt unter Datei &gt; Meine Zeichnungen; auch „Rückgängig“ holt sie zurück.</translation>
    </message>
    <message>
        <source>Undo &amp;History</source>
        <translation>Verla&amp;uf der Änderungen</translation>
    </message>
    <message>
        <source>Undo brings the drawing before back.</source>
        <translation>„Rückgängig“ holt die vorige Zeichnung zurück.</translation>
    </message>
    <message>
        <source>What the program noted down, on this computer</source>
        <translation>Was das Programm auf diesem Computer notiert hat</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>Attention between strokes</source>
        <translation>Attention zwischen Strichen</translation>
    </message>
    <message>
        <source>Stroke {0} looks at stroke {1}: {2:.1f}%</source>
        <translation>Strich {0} schaut auf Strich {1}: {2:.1f} %</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Click to go back or forward to a state of the drawing</source>
        <translation>Klicken geht zu einem Zustand der Zeichnung zurück oder vor</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Undo history</source>
        <translation>Verlauf der Änderungen</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>1 stroke</source>
        <translation>1 Strich</translation>
    </message>
    <message>
        <source>All strokes in the order in which they are drawn</source>
        <translation>Alle Striche in der Reihenfolge, in der sie gezeichnet werden</translation>
    </message>
    <message>
        <source>How alike the network's embeddings of 1st, 2nd, 3rd ... stroke are</source>
        <translation>Wie ähnlich die Einbettungen des Netzes für den 1., 2., 3. ... Strich sind</translation>
    </message>
    <message>
        <source>How much order, shape and location make up of a stroke</source>
        <translation>Wie viel Reihenfolge, Form und Ort an einem Strich ausmachen</translation>
    </message>
    <message>
        <source>How the location embedding changes over the canvas</source>
        <translation>Wie sich die Einbettung des Ortes über die Zeichenfläche ändert</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Stroke inspector</source>
        <translation>Strichinspektor</translation>
    </message>
    <message>
        <source>The network sees the first {0} strokes.</source>
        <translation>Das Netz sieht die ersten {0} Striche.</translation>
    </message>
    <message>
        <source>The strokes' shapes among other strokes, as the network sees them</source>
        <translation>Die Formen der Striche unter anderen Strichen, wie das Netz sie sieht</translation>
    </message>
    <message>
        <source>{0} strokes</source>
        <translation>{0} Striche</translation>
    </message>
</context>
<context>
    <name>InversionPanel</name>
    <message>
        <source>All points of this sketch coincide, so the network cannot see it.</source>
        <translation>Alle Punkte dieser Skizze fallen zusammen, das Netz kann sie nicht sehen.</translation>
    </message>
    <message>
        <source>Inversion</source>
        <translation>Inversion</translation>
    </message>
    <message>
        <source>No network is loaded yet.</source>
        <translation>Noch ist kein Netz geladen.</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet…</translation>
    </message>
    <message>
        <source>There is no stroke yet: draw something or open a sketch first.</source>
        <translation>Noch gibt es keinen Strich: zuerst etwas zeichnen oder eine Skizze öffnen.</translation>
    </message>
    <message>
        <source>finished, {2}</source>
        <translation>fertig, {2}</translation>
    </message>
    <message>
        <source>paused at step {0} of {1}, {2}</source>
        <translation>angehalten bei Schritt {0} von {1}, {2}</translation>
    </message>
    <message>
        <source>step {0} of {1}, {2}</source>
        <translation>Schritt {0} von {1}, {2}</translation>
    </message>
    <message>
        <source>stopped at step {0} of {1}, {2}</source>
        <translation>gestoppt bei Schritt {0} von {1}, {2}</translation>
    </message>
    <message>
        <source>the run of an earlier sketch</source>
        <translation>der Lauf einer früheren Skizze</translation>
    </message>
    <message>
        <source>{0} ms per step</source>
        <translation>{0} ms pro Schritt</translation>
    </message>
</context>
<context>
    <name>LocationPanel</name>
    <message>
        <source>0.00 same</source>
        <translation>0.00 gleich</translation>
    </message>
    <message>
        <source>1.00 alike</source>
        <translation>1.00 ähnlich</translation>
    </message>
    <message>
        <source>Bright: to the network, starting there is much like where stroke {0} starts.</source>
        <translation>Hell: Dort anzufangen ist für das Netz fast, wie wo Strich {0} anfängt.</translation>
    </message>
    <message>
        <source>Dark to bright: how much the location embedding changes when stroke {0} starts there.</source>
        <translation>Dunkel bis hell: wie sehr sich die Einbettung des Ortes ändert, wenn Strich {0} dort anfängt.</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Field of the location embedding</source>
        <translation>Feld der Ortseinbettung</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Point at a stroke or select it to see its location through the network's eyes.</source>
        <translation>Auf einen Strich zeigen oder ihn auswählen, um seinen Ort mit den Augen des Netzes zu sehen.</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>Similarity: the cosine between the location embedding there and at the stroke. Distance: how far apart the two embeddings are.</source>
        <translation>Ähnlichkeit: der Kosinus zwischen der Ortseinbettung dort und der des Strichs. Abstand: wie weit die beiden Einbettungen auseinanderliegen.</translation>
    </message>
    <message>
        <source>The location embedding is not known yet.</source>
        <translation>Die Ortseinbettung ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>What the field shows</source>
        <translation>Was das Feld zeigt</translation>
    </message>
    <message>
        <source>{0}: distance {1}</source>
        <translation>{0}: Abstand {1}</translation>
    </message>
    <message>
        <source>{0}: similarity {1}</source>
        <translation>{0}: Ähnlichkeit {1}</translation>
    </message>
</context>
<context>
    <name>LossCurve</name>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source> Network </source>
        <translation> Netz </translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Erklären</translation>
    </message>
    <message>
        <source>Inversion</source>
        <translation>Inversion</translation>
    </message>
    <message>
        <source>Sketches</source>
        <translation>Skizzen</translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation>Striche</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Undo History</source>
        <translation>Verlauf der Änderungen</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>&amp;Colour by</source>
        <translation>&amp;Farbe nach</translation>
    </message>
    <message>
        <source>&amp;Map</source>
        <translation>&amp;Karte</translation>
    </message>
    <message>
        <source>; {0:.0f}% of the spread shown</source>
        <translation>; {0:.0f} % der Streuung gezeigt</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>Farbe nach</translation>
    </message>
    <message>
        <source>Kind of map</source>
        <translation>Art der Karte</translation>
    </message>
    <message>
        <source>PCA</source>
        <translation>PCA</translation>
    </message>
    <message>
        <source>PCA: the two directions of largest spread; at once.
t-SNE: keeps neighbours together; takes a minute or more and can be watched.</source>
        <translation>PCA: die zwei Richtungen größter Streuung; sofort.
t-SNE: hält Nachbarn zusammen; dauert eine Minute oder länger, und man kann zusehen.</translation>
    </message>
    <message>
        <source>Show All</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>The category whose strokes stand out</source>
        <translation>Die Kategorie, deren Striche hervorgehoben sind</translation>
    </message>
    <message>
        <source>The map is being made.</source>
        <translation>Die Karte entsteht.</translation>
    </message>
    <message>
        <source>The map is being made; Cancel goes back to PCA.</source>
        <translation>Die Karte entsteht; „Abbrechen“ geht zu PCA zurück.</translation>
    </message>
    <message>
        <source>What the colour of a dot says about its stroke</source>
        <translation>Was die Farbe eines Punktes über seinen Strich sagt</translation>
    </message>
    <message>
        <source>category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>group {0} with {1:,} strokes</source>
        <translation>Gruppe {0} mit {1} Strichen</translation>
    </message>
    <message>
        <source>line {0:,}</source>
        <translation>Zeile {0}</translation>
    </message>
    <message>
        <source>order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>stroke {0}, {1} points</source>
        <translation>Strich {0}, {1} Punkte</translation>
    </message>
    <message>
        <source>t-SNE</source>
        <translation>t-SNE</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>{0:,} strokes{1}. Drag to pan, wheel to zoom, double-click opens a stroke's drawing.</source>
        <translation>{0} Striche{1}. Ziehen verschiebt, Mausrad zoomt, Doppelklick öffnet die Zeichnung eines Strichs.</translation>
    </message>
    <message>
        <source>“Group Strokes” makes the map, too.</source>
        <translation>„Striche gruppieren“ macht auch die Karte.</translation>
    </message>
</context>
<context>
    <name>MeasureModel</name>
    <message>
        <source>Compre-
hensive</source>
        <translation>Umfas-
send</translation>
    </message>
    <message>
        <source>Dele-
tion</source>
        <translation>Lö-
schen</translation>
    </message>
    <message>
        <source>Higher is better.</source>
        <translation>Höher ist besser.</translation>
    </message>
    <message>
        <source>How long the method took. What an earlier one has worked out already is not in it.</source>
        <translation>Wie lange das Verfahren brauchte. Was ein früheres schon berechnet hat, ist nicht enthalten.</translation>
    </message>
    <message>
        <source>Infidel.
moved</source>
        <translation>Untreue
bewegt</translation>
    </message>
    <message>
        <source>Infidel.
removed</source>
        <translation>Untreue
entfernt</translation>
    </message>
    <message>
        <source>Inser-
tion</source>
        <translation>Ein-
fügen</translation>
    </message>
    <message>
        <source>Lower is better.</source>
        <translation>Niedriger ist besser.</translation>
    </message>
    <message>
        <source>Max-
sensit.</source>
        <translation>Max.
Empf.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Near zero is better.</source>
        <translation>Nahe null ist besser.</translation>
    </message>
    <message>
        <source>Not applicable: moving strokes changes nothing that this method looks at.</source>
        <translation>Nicht anwendbar: Was dieses Verfahren ansieht, ändert sich nicht, wenn Striche bewegt werden.</translation>
    </message>
    <message>
        <source>Not defined for so few strokes.</source>
        <translation>Für so wenige Striche nicht festgelegt.</translation>
    </message>
    <message>
        <source>Random
network</source>
        <translation>Zufalls-
netz</translation>
    </message>
    <message>
        <source>Sensi-
tivity-n</source>
        <translation>Sensi-
tivity-n</translation>
    </message>
    <message>
        <source>Shapley
rank</source>
        <translation>Shapley-
Rang</translation>
    </message>
    <message>
        <source>Suffi-
ciency</source>
        <translation>Hin-
länglich</translation>
    </message>
    <message>
        <source>Time
ms</source>
        <translation>Zeit
ms</translation>
    </message>
    <message>
        <source>n/a</source>
        <translation>entfällt</translation>
    </message>
</context>
<context>
    <name>MethodCards</name>
    <message>
        <source>Methods</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>click to run</source>
        <translation>klicken zum Anwenden</translation>
    </message>
    <message>
        <source>computing…</source>
        <translation>wird berechnet…</translation>
    </message>
    <message>
        <source>{0:.0f} ms</source>
        <translation>{0:.0f} ms</translation>
    </message>
</context>
<context>
    <name>MethodMenu</name>
    <message>
        <source>Attention: who looks at whom</source>
        <translation>Attention: wer auf wen schaut</translation>
    </message>
    <message>
        <source>Check All</source>
        <translation>Alle ankreuzen</translation>
    </message>
    <message>
        <source>Check None</source>
        <translation>Keines ankreuzen</translation>
    </message>
    <message>
        <source>Control</source>
        <translation>Kontrolle</translation>
    </message>
    <message>
        <source>Inversion: strokes are moved</source>
        <translation>Inversion: Striche werden bewegt</translation>
    </message>
    <message>
        <source>Perturbation: strokes are taken away</source>
        <translation>Störung: Striche werden weggenommen</translation>
    </message>
    <message>
        <source>Saliency: slopes of the output</source>
        <translation>Salienz: Steigungen der Ausgabe</translation>
    </message>
</context>
<context>
    <name>ModelController</name>
    <message>
        <source>Classifying</source>
        <translation>Wird benannt</translation>
    </message>
    <message>
        <source>Embedding reference strokes</source>
        <translation>Vergleichsstriche werden eingebettet</translation>
    </message>
    <message>
        <source>Loading the network</source>
        <translation>Netz wird geladen</translation>
    </message>
    <message>
        <source>Naming the thumbnails</source>
        <translation>Vorschaubilder werden benannt</translation>
    </message>
    <message>
        <source>Reading {}</source>
        <translation>{} wird gelesen</translation>
    </message>
</context>
<context>
    <name>Moments</name>
    <message>
        <source>Moments</source>
        <translation>Augenblicke</translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation>noch nichts</translation>
    </message>
</context>
<context>
    <name>MoreSettings</name>
    <message>
        <source>&amp;Bounds penalty</source>
        <translation>Strafe am &amp;Rand</translation>
    </message>
    <message>
        <source>&amp;Update rule</source>
        <translation>&amp;Aktualisierungsregel</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>How strongly strokes are kept on the canvas: 0 lets them leave it, as in the paper; 1 to 10 pulls them back.</source>
        <translation>Wie stark Striche auf der Zeichenfläche gehalten werden: Bei 0 dürfen sie sie verlassen, wie im Artikel; 1 bis 10 zieht sie zurück.</translation>
    </message>
    <message>
        <source>How the locations are changed at every step. The paper uses plain descent.</source>
        <translation>Wie die Orte bei jedem Schritt geändert werden. Der Artikel nimmt den einfachen Abstieg.</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>Plain descent (the paper's)</source>
        <translation>Einfacher Abstieg (wie im Artikel)</translation>
    </message>
    <message>
        <source>Step size {0:g} unless you choose another</source>
        <translation>Schrittweite {0:g}, wenn keine andere gewählt ist</translation>
    </message>
</context>
<context>
    <name>NameBars</name>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>{0:,} others</source>
        <translation>{0} andere</translation>
    </message>
</context>
<context>
    <name>NeighbourStrip</name>
    <message>
        <source>A stroke of: {0}</source>
        <translation>Ein Strich aus: {0}</translation>
    </message>
    <message>
        <source>Select a stroke to see which others look like it.</source>
        <translation>Einen Strich auswählen, um zu sehen, welche anderen ihm ähneln.</translation>
    </message>
    <message>
        <source>Similarity of the shape embeddings: {0}</source>
        <translation>Ähnlichkeit der Formeinbettungen: {0}</translation>
    </message>
    <message>
        <source>Stroke {0} of the sketch</source>
        <translation>Strich {0} der Skizze</translation>
    </message>
    <message>
        <source>Strokes that look most like it</source>
        <translation>Striche, die ihm am meisten ähneln</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
</context>
<context>
    <name>NetworkBox</name>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>The network that looks at the sketch</source>
        <translation>Das Netz, das die Skizze ansieht</translation>
    </message>
</context>
<context>
    <name>OrderPage</name>
    <message>
        <source>&amp;Orders</source>
        <translation>&amp;Reihenfolgen</translation>
    </message>
    <message>
        <source>&amp;Target</source>
        <translation>&amp;Ziel</translation>
    </message>
    <message>
        <source>All {0:,} other orders</source>
        <translation>Alle {0} anderen Reihenfolgen</translation>
    </message>
    <message>
        <source>Ask the network about the same strokes in other orders</source>
        <translation>Das Netz nach denselben Strichen in anderen Reihenfolgen fragen</translation>
    </message>
    <message>
        <source>Best order</source>
        <translation>Beste Reihenfolge</translation>
    </message>
    <message>
        <source>Does it matter in which order the strokes were drawn? “Shuffle” gives them other orders, leaves shapes and locations as they are, and asks the network again.</source>
        <translation>Kommt es darauf an, in welcher Reihenfolge die Striche gezeichnet wurden? „Mischen“ gibt ihnen andere, lässt Formen und Orte, wie sie sind, und fragt das Netz noch einmal.</translation>
    </message>
    <message>
        <source>Draw the strokes in this order, as one edit that can be undone</source>
        <translation>Die Striche in dieser Reihenfolge zeichnen, als eine Änderung, die sich rückgängig machen lässt</translation>
    </message>
    <message>
        <source>How many shuffled orders to try; up to {0} strokes, all of them are</source>
        <translation>Wie viele gemischte Reihenfolgen ausprobiert werden; bis zu {0} Strichen alle</translation>
    </message>
    <message>
        <source>Order test</source>
        <translation>Reihenfolgentest</translation>
    </message>
    <message>
        <source>Orders to try</source>
        <translation>Auszuprobierende Reihenfolgen</translation>
    </message>
    <message>
        <source>Probability of the target over orders</source>
        <translation>Wahrscheinlichkeit des Ziels über die Reihenfolgen</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>Mischen</translation>
    </message>
    <message>
        <source>Shuffling needs a sketch of two strokes or more.</source>
        <translation>Zum Mischen braucht es eine Skizze aus mindestens zwei Strichen.</translation>
    </message>
    <message>
        <source>The category whose probability is followed</source>
        <translation>Die Kategorie, deren Wahrscheinlichkeit verfolgt wird</translation>
    </message>
    <message>
        <source>Use Order</source>
        <translation>Reihenfolge übernehmen</translation>
    </message>
    <message>
        <source>Use on Canvas</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Worst order</source>
        <translation>Schlechteste Reihenfolge</translation>
    </message>
    <message>
        <source>as drawn</source>
        <translation>wie gezeichnet</translation>
    </message>
    <message>
        <source>orders</source>
        <translation>Reihenfolgen</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>probability of {0}</source>
        <translation>Wahrscheinlichkeit von {0}</translation>
    </message>
    <message>
        <source>share of stroke pairs in reversed order</source>
        <translation>Anteil der Strichpaare in vertauschter Reihenfolge</translation>
    </message>
    <message>
        <source>{0:,} of all possible orders, at random</source>
        <translation>{0} aller möglichen Reihenfolgen, zufällig</translation>
    </message>
    <message>
        <source>{0}: {1:,} ({2}) change the answer. Probability of {3}: {4} as drawn; from {5} to {6}, median {7}. Answers, the order as drawn with them: {8}.</source>
        <translation>{0}: {1} ({2}) ändern die Antwort. Wahrscheinlichkeit von {3}: {4} wie gezeichnet; von {5} bis {6}, Median {7}. Antworten, die gezeichnete Reihenfolge mitgezählt: {8}.</translation>
    </message>
    <message>
        <source>◆ as drawn · ● same answer · × another answer</source>
        <translation>◆ wie gezeichnet · ● dieselbe Antwort · × eine andere Antwort</translation>
    </message>
</context>
<context>
    <name>OrderPanel</name>
    <message>
        <source>Bright: two orders are alike to the network. Select a stroke to frame its row.</source>
        <translation>Hell: Zwei Reihenfolgen sind dem Netz ähnlich. Ein ausgewählter Strich rahmt seine Zeile ein.</translation>
    </message>
    <message>
        <source>Framed: how alike order {0} is to every other.</source>
        <translation>Gerahmt: wie ähnlich Reihenfolge {0} jeder anderen ist.</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Show every order that the network can tell apart, not just the first few</source>
        <translation>Jede Reihenfolge zeigen, die das Netz unterscheiden kann, nicht nur die ersten</translation>
    </message>
    <message>
        <source>Similarity of the order embeddings</source>
        <translation>Ähnlichkeit der Reihenfolge-Einbettungen</translation>
    </message>
    <message>
        <source>The order table is not known yet.</source>
        <translation>Die Tabelle der Reihenfolgen ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>all {0}</source>
        <translation>alle {0}</translation>
    </message>
    <message>
        <source>order {0} vs {1}: {2}</source>
        <translation>Reihenfolge {0} und {1}: {2}</translation>
    </message>
    <message>
        <source>{0} alike</source>
        <translation>{0} ähnlich</translation>
    </message>
</context>
<context>
    <name>OutputBox</name>
    <message>
        <source>What is explained</source>
        <translation>Was erklärt wird</translation>
    </message>
    <message>
        <source>What is explained:
probability – the share of certainty that the network gives the category, 0 to 1.
logit – its raw score before that. Where the network is certain, probabilities hardly move; logits still do.</source>
        <translation>Was erklärt wird:
Wahrscheinlichkeit – der Anteil an Gewissheit, den das Netz der Kategorie gibt, 0 bis 1.
Logit – sein Rohwert davor. Wo das Netz sicher ist, bewegen sich Wahrscheinlichkeiten kaum, Logits schon.</translation>
    </message>
    <message>
        <source>logit</source>
        <translation>Logit</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Draw a stroke to see how the network takes it apart.</source>
        <translation>Einen Strich zeichnen, um zu sehen, wie das Netz ihn zerlegt.</translation>
    </message>
    <message>
        <source>The network has not looked at this sketch yet.</source>
        <translation>Das Netz hat diese Skizze noch nicht angesehen.</translation>
    </message>
    <message>
        <source>This is shown as soon as a network is loaded.</source>
        <translation>Das erscheint, sobald ein Netz geladen ist.</translation>
    </message>
</context>
<context>
    <name>PathChart</name>
    <message>
        <source>Probability over the steps</source>
        <translation>Wahrscheinlichkeit über die Schritte</translation>
    </message>
    <message>
        <source>Probability over the steps. Click or drag to look at a step.</source>
        <translation>Wahrscheinlichkeit über die Schritte. Klicken oder Ziehen zeigt einen Schritt.</translation>
    </message>
</context>
<context>
    <name>PathGrid</name>
    <message>
        <source>Every path of a run is shown here with its probability.</source>
        <translation>Hier erscheint jeder Pfad eines Laufs mit seiner Wahrscheinlichkeit.</translation>
    </message>
    <message>
        <source>Path {0}: {1} {2} at step {3}</source>
        <translation>Pfad {0}: {1} {2} bei Schritt {3}</translation>
    </message>
    <message>
        <source>Paths</source>
        <translation>Pfade</translation>
    </message>
</context>
<context>
    <name>PlacePicture</name>
    <message>
        <source>Where the network wants this stroke</source>
        <translation>Wo das Netz diesen Strich haben will</translation>
    </message>
</context>
<context>
    <name>PredictionBars</name>
    <message>
        <source>A single dot has no size. Draw a line, and the network says what it sees.</source>
        <translation>Ein einzelner Punkt hat keine Größe. Zu einer Linie sagt das Netz, was es sieht.</translation>
    </message>
    <message>
        <source>Draw something, and the network says what it sees.</source>
        <translation>Etwas zeichnen, und das Netz sagt, was es sieht.</translation>
    </message>
    <message>
        <source>Hide one of a stroke's three attributes from the network and see what changes</source>
        <translation>Eine der drei Eigenschaften der Striche vor dem Netz verbergen und sehen, was sich ändert</translation>
    </message>
    <message>
        <source>Hide the locations from the network: their embeddings are left out of every token</source>
        <translation>Die Orte vor dem Netz verbergen: Ihre Einbettungen fehlen in jedem Token</translation>
    </message>
    <message>
        <source>Hide the order from the network: its embedding is left out of every token</source>
        <translation>Die Reihenfolge vor dem Netz verbergen: Ihre Einbettung fehlt in jedem Token</translation>
    </message>
    <message>
        <source>Hide the shapes from the network: their embeddings are left out of every token</source>
        <translation>Die Formen vor dem Netz verbergen: Ihre Einbettungen fehlen in jedem Token</translation>
    </message>
    <message>
        <source>No network is loaded.</source>
        <translation>Kein Netz ist geladen.</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation>Vorhersagen</translation>
    </message>
    <message>
        <source>Without {0}</source>
        <translation>Ohne {0}</translation>
    </message>
    <message>
        <source>location</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>without</source>
        <translation>ohne</translation>
    </message>
</context>
<context>
    <name>ProblemsDialog</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all of them, as text</source>
        <translation>Die ausgewählten Zeilen, oder alle, als Text kopieren</translation>
    </message>
    <message>
        <source>Double-click or Enter shows the line in the browser</source>
        <translation>Doppelklick oder Eingabe zeigt die Zeile in der Übersicht</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Skipped lines</source>
        <translation>Übersprungene Zeilen</translation>
    </message>
    <message>
        <source>The first {count} are listed.</source>
        <translation>Die ersten {count} sind aufgeführt.</translation>
    </message>
    <message>
        <source>{bad} of {checked} lines are no drawings. They were skipped; the rest is fine.</source>
        <translation>{bad} von {checked} Zeilen sind keine Zeichnungen. Sie wurden übersprungen; der Rest ist in Ordnung.</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>&amp;About SketchXAI Desktop</source>
        <translation>&amp;Über SketchXAI Desktop</translation>
    </message>
    <message>
        <source>&amp;Analyse</source>
        <translation>A&amp;nalyse</translation>
    </message>
    <message>
        <source>&amp;Append Sketch to File…</source>
        <translation>Skizze an Datei an&amp;hängen…</translation>
    </message>
    <message>
        <source>&amp;Are They True?</source>
        <translation>Stimmt &amp;das?</translation>
    </message>
    <message>
        <source>&amp;Back to the Sketch</source>
        <translation>&amp;Zurück zur Skizze</translation>
    </message>
    <message>
        <source>&amp;Clear Drawing</source>
        <translation>Zeichnung l&amp;eeren</translation>
    </message>
    <message>
        <source>&amp;Command Palette…</source>
        <translation>&amp;Befehlspalette…</translation>
    </message>
    <message>
        <source>&amp;Copy Picture</source>
        <translation>Bild ko&amp;pieren</translation>
    </message>
    <message>
        <source>&amp;Draw</source>
        <translation>&amp;Zeichnen</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Evaluate This File…</source>
        <translation>Diese Datei &amp;auswerten…</translation>
    </message>
    <message>
        <source>&amp;Export Inversion…</source>
        <translation>Inversion &amp;exportieren…</translation>
    </message>
    <message>
        <source>&amp;Fewest Strokes Removed</source>
        <translation>Wenigste Striche ent&amp;fernen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Fit Sketch</source>
        <translation>Skizze &amp;einpassen</translation>
    </message>
    <message>
        <source>&amp;Get Published Checkpoints…</source>
        <translation>&amp;Veröffentlichte Checkpoints holen…</translation>
    </message>
    <message>
        <source>&amp;Ghost of the Original</source>
        <translation>Geisterbild des &amp;Originals</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Input / Primitives / Ours</source>
        <translation>&amp;Eingabe / Primitive / Unsere</translation>
    </message>
    <message>
        <source>&amp;Inversion</source>
        <translation>&amp;Inversion</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>&amp;Least Movement</source>
        <translation>Kleinste &amp;Bewegung</translation>
    </message>
    <message>
        <source>&amp;Left Panels</source>
        <translation>&amp;Linke Bereiche</translation>
    </message>
    <message>
        <source>&amp;Lower Panel</source>
        <translation>&amp;Unterer Bereich</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>Ne&amp;tz</translation>
    </message>
    <message>
        <source>&amp;Next Sketch</source>
        <translation>&amp;Nächste Skizze</translation>
    </message>
    <message>
        <source>&amp;One Swap of Order</source>
        <translation>&amp;Ein Tausch der Reihenfolge</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Öffnen…</translation>
    </message>
    <message>
        <source>&amp;Pause or Resume</source>
        <translation>&amp;Pause oder weiter</translation>
    </message>
    <message>
        <source>&amp;Previous Sketch</source>
        <translation>&amp;Vorherige Skizze</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Redo {}</source>
        <translation>&amp;Wiederholen: {}</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>Fensteraufteilung zu&amp;rücksetzen</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;Run All Methods</source>
        <translation>&amp;Alle Verfahren anwenden</translation>
    </message>
    <message>
        <source>&amp;Save Sketch…</source>
        <translation>Skizze &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Select</source>
        <translation>&amp;Auswählen</translation>
    </message>
    <message>
        <source>&amp;Shapes and Groups</source>
        <translation>&amp;Formen und Gruppen</translation>
    </message>
    <message>
        <source>&amp;Single Step</source>
        <translation>&amp;Einzelschritt</translation>
    </message>
    <message>
        <source>&amp;Start Dots</source>
        <translation>&amp;Startpunkte</translation>
    </message>
    <message>
        <source>&amp;Strokes That Count</source>
        <translation>&amp;Striche, die zählen</translation>
    </message>
    <message>
        <source>&amp;Test Explanations on This File…</source>
        <translation>Erklärungen an dieser Datei &amp;prüfen…</translation>
    </message>
    <message>
        <source>&amp;Time Line</source>
        <translation>&amp;Zeitachse</translation>
    </message>
    <message>
        <source>&amp;Traces</source>
        <translation>S&amp;puren</translation>
    </message>
    <message>
        <source>&amp;Train on My Sketches…</source>
        <translation>Mit meinen Skizzen &amp;trainieren…</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Undo {}</source>
        <translation>&amp;Rückgängig: {}</translation>
    </message>
    <message>
        <source>&amp;Unpin</source>
        <translation>&amp;Lösen</translation>
    </message>
    <message>
        <source>&amp;Use This Layout</source>
        <translation>Diese &amp;Anordnung übernehmen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;What If</source>
        <translation>&amp;Was wäre, wenn</translation>
    </message>
    <message>
        <source>A pinned sketch beside the present one</source>
        <translation>Eine angeheftete Skizze neben der jetzigen</translation>
    </message>
    <message>
        <source>About This &amp;Network</source>
        <translation>Über dieses &amp;Netz</translation>
    </message>
    <message>
        <source>About This Network</source>
        <translation>Über dieses Netz</translation>
    </message>
    <message>
        <source>Add a copy of the selected stroke</source>
        <translation>Eine Kopie des ausgewählten Strichs hinzufügen</translation>
    </message>
    <message>
        <source>Add the sketch as a new line to an .ndjson file</source>
        <translation>Die Skizze als neue Zeile an eine .ndjson-Datei anhängen</translation>
    </message>
    <message>
        <source>Alt+Up, Alt+Down, or drag it</source>
        <translation>Alt+Auf, Alt+Ab oder ziehen</translation>
    </message>
    <message>
        <source>Apply Counterfactual</source>
        <translation>Gegenbeispiel übernehmen</translation>
    </message>
    <message>
        <source>Apply What-If</source>
        <translation>Was-wäre-wenn übernehmen</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Aufbau</translation>
    </message>
    <message>
        <source>Arrow keys on the pictures of the paths</source>
        <translation>Pfeiltasten auf den Bildern der Pfade</translation>
    </message>
    <message>
        <source>Arrow keys, with Shift farther</source>
        <translation>Pfeiltasten, mit Umschalt weiter</translation>
    </message>
    <message>
        <source>Ask every method of attribution</source>
        <translation>Jedes Zuschreibungsverfahren befragen</translation>
    </message>
    <message>
        <source>Atte&amp;ntion</source>
        <translation>Atte&amp;ntion</translation>
    </message>
    <message>
        <source>Begin with an empty page; the drawing before is kept</source>
        <translation>Mit einem leeren Blatt beginnen; die vorige Zeichnung bleibt erhalten</translation>
    </message>
    <message>
        <source>Choose a path</source>
        <translation>Einen Pfad wählen</translation>
    </message>
    <message>
        <source>Clear Drawing</source>
        <translation>Zeichnung leeren</translation>
    </message>
    <message>
        <source>Colours: Ink</source>
        <translation>Farben: Tinte</translation>
    </message>
    <message>
        <source>Colours: Rainbow</source>
        <translation>Farben: Regenbogen</translation>
    </message>
    <message>
        <source>Colours: Viridis</source>
        <translation>Farben: Viridis</translation>
    </message>
    <message>
        <source>Com&amp;pare</source>
        <translation>&amp;Vergleich</translation>
    </message>
    <message>
        <source>Copy &amp;Diagnostics</source>
        <translation>&amp;Diagnose kopieren</translation>
    </message>
    <message>
        <source>Copy the canvas to the clipboard as a picture</source>
        <translation>Die Zeichenfläche als Bild in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Ctrl and wheel</source>
        <translation>Strg und Mausrad</translation>
    </message>
    <message>
        <source>D&amp;elete Stroke</source>
        <translation>Strich &amp;löschen</translation>
    </message>
    <message>
        <source>D&amp;uplicate Stroke</source>
        <translation>Strich &amp;duplizieren</translation>
    </message>
    <message>
        <source>Delete Stroke</source>
        <translation>Strich löschen</translation>
    </message>
    <message>
        <source>Delete the selected stroke</source>
        <translation>Den ausgewählten Strich löschen</translation>
    </message>
    <message>
        <source>Dots where strokes start: their locations</source>
        <translation>Punkte, wo Striche anfangen: ihre Orte</translation>
    </message>
    <message>
        <source>Download networks that the authors of SketchXAI have published on Hugging Face</source>
        <translation>Netze herunterladen, die die Autoren von SketchXAI auf Hugging Face veröffentlicht haben</translation>
    </message>
    <message>
        <source>Draw &amp;Earlier</source>
        <translation>&amp;Früher zeichnen</translation>
    </message>
    <message>
        <source>Draw &amp;Later</source>
        <translation>&amp;Später zeichnen</translation>
    </message>
    <message>
        <source>Draw Stroke</source>
        <translation>Strich zeichnen</translation>
    </message>
    <message>
        <source>Draw strokes with mouse or pen</source>
        <translation>Striche mit Maus oder Stift zeichnen</translation>
    </message>
    <message>
        <source>Drawing and strokes</source>
        <translation>Zeichnen und Striche</translation>
    </message>
    <message>
        <source>Drawings left out:</source>
        <translation>Weggelassene Zeichnungen:</translation>
    </message>
    <message>
        <source>Duplicate Stroke</source>
        <translation>Strich duplizieren</translation>
    </message>
    <message>
        <source>E&amp;xplain</source>
        <translation>&amp;Erklären</translation>
    </message>
    <message>
        <source>Empty stroke slots</source>
        <translation>Leere Strichplätze</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Every stroke as the network sees it</source>
        <translation>Jeder Strich, wie das Netz ihn sieht</translation>
    </message>
    <message>
        <source>Explanations and analyses</source>
        <translation>Erklärungen und Analysen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Files and program</source>
        <translation>Dateien und Programm</translation>
    </message>
    <message>
        <source>Find a small movement of strokes that flips the answer</source>
        <translation>Eine kleine Bewegung der Striche suchen, die die Antwort kippt</translation>
    </message>
    <message>
        <source>Find and run any command</source>
        <translation>Jeden Befehl finden und ausführen</translation>
    </message>
    <message>
        <source>Find the fewest strokes whose removal flips the answer</source>
        <translation>Die wenigsten Striche suchen, deren Wegfall die Antwort kippt</translation>
    </message>
    <message>
        <source>Find two strokes whose orders, swapped, flip the answer</source>
        <translation>Zwei Striche suchen, deren vertauschte Reihenfolgen die Antwort kippen</translation>
    </message>
    <message>
        <source>Forget the pinned sketch</source>
        <translation>Die angeheftete Skizze vergessen</translation>
    </message>
    <message>
        <source>Get published checkpoints</source>
        <translation>Veröffentlichte Checkpoints holen</translation>
    </message>
    <message>
        <source>Give the selected stroke the order after</source>
        <translation>Den ausgewählten Strich eine Stelle später zeichnen</translation>
    </message>
    <message>
        <source>Give the selected stroke the order before</source>
        <translation>Den ausgewählten Strich eine Stelle früher zeichnen</translation>
    </message>
    <message>
        <source>Go through the steps</source>
        <translation>Durch die Schritte gehen</translation>
    </message>
    <message>
        <source>Go to a state in the undo history</source>
        <translation>Zu einem Zustand im Verlauf gehen</translation>
    </message>
    <message>
        <source>Groups of look-alike strokes, and a map of them</source>
        <translation>Gruppen ähnlich aussehender Striche und eine Karte davon</translation>
    </message>
    <message>
        <source>How much each stroke counts, by many methods</source>
        <translation>Wie viel jeder Strich zählt, nach vielen Verfahren</translation>
    </message>
    <message>
        <source>How often the network names the drawings of the opened file rightly, and where it is wrong</source>
        <translation>Wie oft das Netz die Zeichnungen der geöffneten Datei richtig benennt und wo es sich irrt</translation>
    </message>
    <message>
        <source>How the answer changes when the strokes are given other orders</source>
        <translation>Wie sich die Antwort ändert, wenn die Striche andere Reihenfolgen bekommen</translation>
    </message>
    <message>
        <source>Inversion</source>
        <translation>Inversion</translation>
    </message>
    <message>
        <source>Keep Only First {} Strokes</source>
        <translation>Nur die ersten {} Striche behalten</translation>
    </message>
    <message>
        <source>Keep this sketch to compare others with it</source>
        <translation>Diese Skizze behalten, um andere mit ihr zu vergleichen</translation>
    </message>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Leave the presentation</source>
        <translation>Die Präsentation verlassen</translation>
    </message>
    <message>
        <source>Leave the program</source>
        <translation>Das Programm verlassen</translation>
    </message>
    <message>
        <source>Left, Right, Home, End on chart, filmstrip or slider</source>
        <translation>Links, Rechts, Pos1, Ende auf Diagramm, Filmstreifen oder Schieber</translation>
    </message>
    <message>
        <source>Let the open network learn your own drawings and categories</source>
        <translation>Das geöffnete Netz eigene Zeichnungen und Kategorien lernen lassen</translation>
    </message>
    <message>
        <source>Loading the network…</source>
        <translation>Das Netz wird geladen…</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Gemacht von</translation>
    </message>
    <message>
        <source>Methods of explanation by measures of their truth, over the drawings of the opened file</source>
        <translation>Erklärungsverfahren nach Maßen ihrer Wahrheit, über die Zeichnungen der geöffneten Datei</translation>
    </message>
    <message>
        <source>Methods of explanation, put to the test</source>
        <translation>Erklärungsverfahren auf dem Prüfstand</translation>
    </message>
    <message>
        <source>Move Stroke</source>
        <translation>Strich verschieben</translation>
    </message>
    <message>
        <source>Move the selected stroke</source>
        <translation>Den ausgewählten Strich verschieben</translation>
    </message>
    <message>
        <source>Move the selected stroke in the list</source>
        <translation>Den ausgewählten Strich in der Liste verschieben</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Ne&amp;w Drawing</source>
        <translation>Ne&amp;ue Zeichnung</translation>
    </message>
    <message>
        <source>New Drawing</source>
        <translation>Neue Zeichnung</translation>
    </message>
    <message>
        <source>No network is bundled; open one with File &gt; Open Checkpoint.</source>
        <translation>Kein Netz liegt bei; über Datei &gt; Checkpoint öffnen lässt sich eines öffnen.</translation>
    </message>
    <message>
        <source>No network is loaded</source>
        <translation>Kein Netz ist geladen</translation>
    </message>
    <message>
        <source>One page on this sketch: prediction, embeddings, attributions, inversion and network</source>
        <translation>Eine Seite über diese Skizze: Vorhersage, Einbettungen, Zuschreibungen, Inversion und Netz</translation>
    </message>
    <message>
        <source>Open Chec&amp;kpoint…</source>
        <translation>Chec&amp;kpoint öffnen…</translation>
    </message>
    <message>
        <source>Open Sketch</source>
        <translation>Skizze öffnen</translation>
    </message>
    <message>
        <source>Open checkpoint</source>
        <translation>Checkpoint öffnen</translation>
    </message>
    <message>
        <source>Open drawings (.ndjson, .ndjson.gz, .npz) or a checkpoint</source>
        <translation>Zeichnungen (.ndjson, .ndjson.gz, .npz) oder einen Checkpoint öffnen</translation>
    </message>
    <message>
        <source>Open the next drawing of the file</source>
        <translation>Die nächste Zeichnung der Datei öffnen</translation>
    </message>
    <message>
        <source>Open the previous drawing of the file</source>
        <translation>Die vorherige Zeichnung der Datei öffnen</translation>
    </message>
    <message>
        <source>Order &amp;Numbers</source>
        <translation>Reihenfolge&amp;nummern</translation>
    </message>
    <message>
        <source>P&amp;in This Sketch</source>
        <translation>Diese Skizze an&amp;heften</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Panels back to where they were at first</source>
        <translation>Die Bereiche wieder dort, wo sie zuerst waren</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Paste Sketch</source>
        <translation>Skizze einfügen</translation>
    </message>
    <message>
        <source>Preparing the charts</source>
        <translation>Diagramme werden vorbereitet</translation>
    </message>
    <message>
        <source>Put every method to the test on this sketch</source>
        <translation>Jedes Verfahren an dieser Skizze prüfen</translation>
    </message>
    <message>
        <source>Put the shown layout on the canvas, as one edit</source>
        <translation>Die gezeigte Anordnung als eine Änderung auf die Zeichenfläche übernehmen</translation>
    </message>
    <message>
        <source>Qt is used as a library of its own under the LGPL; you may replace it by another build.</source>
        <translation>Qt wird als eigene Bibliothek unter der LGPL verwendet; sie darf durch eine andere Fassung ersetzt werden.</translation>
    </message>
    <message>
        <source>Redraw the sketch with primitives and with the medoids of its groups, and ask again</source>
        <translation>Die Skizze mit Primitiven und mit den Medoiden ihrer Gruppen neu zeichnen und noch einmal fragen</translation>
    </message>
    <message>
        <source>Remove all strokes; undo brings them back</source>
        <translation>Alle Striche entfernen; Rückgängig bringt sie zurück</translation>
    </message>
    <message>
        <source>Reorder Stroke</source>
        <translation>Strich umordnen</translation>
    </message>
    <message>
        <source>Repor&amp;t…</source>
        <translation>Be&amp;richt…</translation>
    </message>
    <message>
        <source>Ri&amp;ght Panels</source>
        <translation>Rechte &amp;Bereiche</translation>
    </message>
    <message>
        <source>Run All T&amp;ests</source>
        <translation>Alle &amp;Tests ausführen</translation>
    </message>
    <message>
        <source>S&amp;tatistics of the File</source>
        <translation>&amp;Statistik der Datei</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>S&amp;topp</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Save the run as GIF, APNG, WebP, filmstrip, SVG or JSON</source>
        <translation>Den Lauf als GIF, APNG, WebP, Filmstreifen, SVG oder JSON speichern</translation>
    </message>
    <message>
        <source>Save the sketch as .ndjson</source>
        <translation>Die Skizze als .ndjson speichern</translation>
    </message>
    <message>
        <source>Say what the sketch shows, so that a network can learn it</source>
        <translation>Sagen, was die Skizze zeigt, damit ein Netz es lernen kann</translation>
    </message>
    <message>
        <source>Scatter or transfer the strokes and let the network move them</source>
        <translation>Die Striche verstreuen oder übertragen und vom Netz bewegen lassen</translation>
    </message>
    <message>
        <source>Select and move strokes</source>
        <translation>Striche auswählen und verschieben</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Nichts auswählen</translation>
    </message>
    <message>
        <source>Select the next or previous stroke</source>
        <translation>Den nächsten oder vorherigen Strich auswählen</translation>
    </message>
    <message>
        <source>Set Category</source>
        <translation>Kategorie setzen</translation>
    </message>
    <message>
        <source>Show &amp;Explanation</source>
        <translation>Erklärung ze&amp;igen</translation>
    </message>
    <message>
        <source>Show &amp;Strokes</source>
        <translation>Striche &amp;zeigen</translation>
    </message>
    <message>
        <source>Show or hide strokes and explanations</source>
        <translation>Striche und Erklärungen zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Show or hide the inversion</source>
        <translation>Die Inversion zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Show or hide the sketches and the undo history</source>
        <translation>Skizzen und den Verlauf der Änderungen zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Show the sketch instead of the run or the preview</source>
        <translation>Die Skizze statt des Laufs oder der Vorschau zeigen</translation>
    </message>
    <message>
        <source>Show the whole sketch</source>
        <translation>Die ganze Skizze zeigen</translation>
    </message>
    <message>
        <source>Shuffle the &amp;Order</source>
        <translation>&amp;Reihenfolge mischen</translation>
    </message>
    <message>
        <source>SketchXAI Desktop</source>
        <translation>SketchXAI Desktop</translation>
    </message>
    <message>
        <source>Smallest &amp;Change</source>
        <translation>&amp;Kleinste Änderung</translation>
    </message>
    <message>
        <source>Space and drag, or middle button</source>
        <translation>Leertaste und ziehen oder mittlere Taste</translation>
    </message>
    <message>
        <source>Strokes, points, categories and countries of the opened file</source>
        <translation>Striche, Punkte, Kategorien und Länder der geöffneten Datei</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab on the canvas, with the Select tool</source>
        <translation>Tab, Umschalt+Tab auf der Zeichenfläche, mit dem Werkzeug „Auswählen“</translation>
    </message>
    <message>
        <source>The bundled networks were trained on Quick, Draw! drawings, made available by Google, Inc. under CC BY 4.0.</source>
        <translation>Die beiliegenden Netze wurden mit Zeichnungen aus Quick, Draw! trainiert, von Google, Inc. unter CC BY 4.0 bereitgestellt.</translation>
    </message>
    <message>
        <source>The order of each stroke beside its start</source>
        <translation>Die Nummer jedes Strichs neben seinem Anfang</translation>
    </message>
    <message>
        <source>The original layout behind a run's</source>
        <translation>Die ursprüngliche Anordnung hinter der eines Laufs</translation>
    </message>
    <message>
        <source>The program: Apache-2.0.</source>
        <translation>Das Programm: Apache-2.0.</translation>
    </message>
    <message>
        <source>Theme: Dark</source>
        <translation>Aussehen: Dunkel</translation>
    </message>
    <message>
        <source>Theme: Light</source>
        <translation>Aussehen: Hell</translation>
    </message>
    <message>
        <source>Theme: System</source>
        <translation>Aussehen: System</translation>
    </message>
    <message>
        <source>This Is &amp;a…</source>
        <translation>Das &amp;ist…</translation>
    </message>
    <message>
        <source>Up, Down, Home, End in its list</source>
        <translation>Auf, Ab, Pos1, Ende in seiner Liste</translation>
    </message>
    <message>
        <source>Use Layout</source>
        <translation>Anordnung übernehmen</translation>
    </message>
    <message>
        <source>Use a network from a file or from a folder with config.json</source>
        <translation>Ein Netz aus einer Datei oder einem Ordner mit config.json verwenden</translation>
    </message>
    <message>
        <source>Versions, device and recent log lines are on the clipboard.</source>
        <translation>Versionen, Gerät und letzte Protokollzeilen sind in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Versions, device and recent log lines, for a bug report</source>
        <translation>Versionen, Gerät und letzte Protokollzeilen, für einen Fehlerbericht</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>What flips the answer</source>
        <translation>Was die Antwort kippt</translation>
    </message>
    <message>
        <source>What the network says after each stroke</source>
        <translation>Was das Netz nach jedem Strich sagt</translation>
    </message>
    <message>
        <source>What you drew last is under File &gt; My Drawings.</source>
        <translation>Die zuletzt gezeichnete Skizze liegt unter Datei &gt; Meine Zeichnungen.</translation>
    </message>
    <message>
        <source>Where locations travelled in a run</source>
        <translation>Wo Orte in einem Lauf entlanggewandert sind</translation>
    </message>
    <message>
        <source>Where the network wants the selected stroke, and how else it could be</source>
        <translation>Wo das Netz den ausgewählten Strich haben will und wie er sonst sein könnte</translation>
    </message>
    <message>
        <source>Which stroke looks at which</source>
        <translation>Welcher Strich auf welchen schaut</translation>
    </message>
    <message>
        <source>Why the network says what it says</source>
        <translation>Warum das Netz sagt, was es sagt</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>always {}, not masked</source>
        <translation>immer {}, nicht maskiert</translation>
    </message>
    <message>
        <source>loading {}</source>
        <translation>{} wird geladen</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>maskiert</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>kein Netz</translation>
    </message>
    <message>
        <source>the authors' code</source>
        <translation>dem Code der Autoren</translation>
    </message>
    <message>
        <source>this program</source>
        <translation>diesem Programm</translation>
    </message>
    <message>
        <source>{0:,} beyond {1:,} of a file.</source>
        <translation>{0} über {1} je Datei hinaus.</translation>
    </message>
    <message>
        <source>{0:,} that cannot be read.</source>
        <translation>{0}, die sich nicht lesen lassen.</translation>
    </message>
    <message>
        <source>{0:,} without a size.</source>
        <translation>{0} ohne Größe.</translation>
    </message>
    <message>
        <source>{:.0f} ms/step</source>
        <translation>{:.0f} ms/Schritt</translation>
    </message>
    <message>
        <source>{} categories</source>
        <translation>{} Kategorien</translation>
    </message>
    <message>
        <source>{} layers, width {}, {} heads</source>
        <translation>{} Schichten, Breite {}, {} Köpfe</translation>
    </message>
    <message>
        <source>{} – {} categories</source>
        <translation>{} – {} Kategorien</translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop this; what is there already stays</source>
        <translation>Anhalten; was schon da ist, bleibt</translation>
    </message>
</context>
<context>
    <name>PublishedDialog</name>
    <message>
        <source>Folder: {}</source>
        <translation>Ordner: {}</translation>
    </message>
    <message>
        <source>Networks that the authors of SketchXAI have published on Hugging Face. Nothing is downloaded before you ask for it; what was interrupted goes on where it stopped.</source>
        <translation>Netze, die die Autoren von SketchXAI auf Hugging Face veröffentlicht haben. Ohne Auftrag wird nichts heruntergeladen; Unterbrochenes geht weiter, wo es stehen blieb.</translation>
    </message>
    <message>
        <source>Published Checkpoints</source>
        <translation>Veröffentlichte Checkpoints</translation>
    </message>
    <message>
        <source>Try &amp;Again</source>
        <translation>&amp;Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>PublishedRow</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Downloading {}</source>
        <translation>{} wird heruntergeladen</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Vorhanden</translation>
    </message>
    <message>
        <source>Interrupted at {}</source>
        <translation>Unterbrochen bei {}</translation>
    </message>
    <message>
        <source>Interrupted, {} are here</source>
        <translation>Unterbrochen, {} sind da</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>Nicht vorhanden</translation>
    </message>
    <message>
        <source>Progress of {}</source>
        <translation>Fortschritt von {}</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>SketchXAINet-{}, {} categories</source>
        <translation>SketchXAINet-{}, {} Kategorien</translation>
    </message>
    <message>
        <source>State of {}</source>
        <translation>Zustand von {}</translation>
    </message>
    <message>
        <source>Use…</source>
        <translation>Verwenden…</translation>
    </message>
    <message>
        <source>Waiting to be downloaded</source>
        <translation>Wartet auf das Herunterladen</translation>
    </message>
    <message>
        <source>asking for size and licence…</source>
        <translation>Größe und Lizenz werden erfragt…</translation>
    </message>
    <message>
        <source>licence {}</source>
        <translation>Lizenz {}</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>{} of {} ({:.0f} %)</source>
        <translation>{} von {} ({:.0f} %)</translation>
    </message>
</context>
<context>
    <name>QuestionRow</name>
    <message>
        <source>Category to compare with</source>
        <translation>Kategorie, mit der verglichen wird</translation>
    </message>
    <message>
        <source>Category to explain</source>
        <translation>Zu erklärende Kategorie</translation>
    </message>
    <message>
        <source>Explain this category. Empty: whatever the network answers.</source>
        <translation>Diese Kategorie erklären. Leer: was immer das Netz antwortet.</translation>
    </message>
    <message>
        <source>Explain what speaks for the first category rather than this one. Empty: none.</source>
        <translation>Erklären, was für die erste Kategorie und nicht für diese spricht. Leer: keine.</translation>
    </message>
    <message>
        <source>On Canvas</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show the scores of this view on the strokes of the canvas</source>
        <translation>Die Werte dieser Ansicht an den Strichen der Zeichenfläche zeigen</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>its answer</source>
        <translation>seine Antwort</translation>
    </message>
    <message>
        <source>not</source>
        <translation>nicht</translation>
    </message>
    <message>
        <source>nothing else</source>
        <translation>nichts</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>a run is shown; go back to the sketch first</source>
        <translation>ein Lauf wird gezeigt; zuerst zurück zur Skizze gehen</translation>
    </message>
    <message>
        <source>no file is open</source>
        <translation>keine Datei ist geöffnet</translation>
    </message>
    <message>
        <source>no inversion has been run</source>
        <translation>noch gab es keine Inversion</translation>
    </message>
    <message>
        <source>no inversion is running</source>
        <translation>keine Inversion läuft</translation>
    </message>
    <message>
        <source>no network is loaded</source>
        <translation>kein Netz ist geladen</translation>
    </message>
    <message>
        <source>no run is shown</source>
        <translation>kein Lauf wird gezeigt</translation>
    </message>
    <message>
        <source>no stroke is selected</source>
        <translation>kein Strich ist ausgewählt</translation>
    </message>
    <message>
        <source>nothing to redo</source>
        <translation>nichts zu wiederholen</translation>
    </message>
    <message>
        <source>nothing to undo</source>
        <translation>nichts rückgängig zu machen</translation>
    </message>
    <message>
        <source>the inversion is still running</source>
        <translation>die Inversion läuft noch</translation>
    </message>
    <message>
        <source>there is no stroke yet</source>
        <translation>noch gibt es keinen Strich</translation>
    </message>
</context>
<context>
    <name>RecastPage</name>
    <message>
        <source>All points coincide, so the network cannot see it.</source>
        <translation>Alle Punkte fallen zusammen, das Netz kann sie nicht sehen.</translation>
    </message>
    <message>
        <source>Draw a stroke or open a sketch.</source>
        <translation>Einen Strich zeichnen oder eine Skizze öffnen.</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Input, primitives, ours</source>
        <translation>Eingabe, Primitive, unsere</translation>
    </message>
    <message>
        <source>Left over</source>
        <translation>Rest</translation>
    </message>
    <message>
        <source>Left over: distance of stroke and primitive over the stroke's own spread; 0% is a perfect fit</source>
        <translation>Rest: Abstand von Strich und Primitiv im Verhältnis zur Streuung des Strichs; 0 % passt genau</translation>
    </message>
    <message>
        <source>Ours: medoids of the groups</source>
        <translation>Unsere: Medoide der Gruppen</translation>
    </message>
    <message>
        <source>Primitive</source>
        <translation>Primitiv</translation>
    </message>
    <message>
        <source>Primitives</source>
        <translation>Primitive</translation>
    </message>
    <message>
        <source>Primitives are turned, mirrored, sheared and stretched up to sixfold to fit; medoids are stretched to the stroke's box.</source>
        <translation>Primitive werden gedreht, gespiegelt, geschert und bis zum Sechsfachen gestreckt, damit sie passen; Medoide werden auf das Rechteck des Strichs gestreckt.</translation>
    </message>
    <message>
        <source>Put this version on the canvas, as one edit that can be undone</source>
        <translation>Diese Fassung auf die Zeichenfläche übernehmen, als eine Änderung, die sich rückgängig machen lässt</translation>
    </message>
    <message>
        <source>Stroke</source>
        <translation>Strich</translation>
    </message>
    <message>
        <source>The network has not looked at this sketch yet.</source>
        <translation>Das Netz hat diese Skizze noch nicht angesehen.</translation>
    </message>
    <message>
        <source>U</source>
        <translation>U</translation>
    </message>
    <message>
        <source>Use Medoids</source>
        <translation>Medoide übernehmen</translation>
    </message>
    <message>
        <source>Use Primitives</source>
        <translation>Primitive übernehmen</translation>
    </message>
    <message>
        <source>Use on Canvas</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>What became of each stroke</source>
        <translation>Was aus jedem Strich wurde</translation>
    </message>
    <message>
        <source>circle</source>
        <translation>Kreis</translation>
    </message>
    <message>
        <source>corner</source>
        <translation>Ecke</translation>
    </message>
    <message>
        <source>dot</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>half circle</source>
        <translation>Halbkreis</translation>
    </message>
    <message>
        <source>line</source>
        <translation>Linie</translation>
    </message>
    <message>
        <source>square</source>
        <translation>Quadrat</translation>
    </message>
    <message>
        <source>triangle</source>
        <translation>Dreieck</translation>
    </message>
    <message>
        <source>“Group Strokes” finds the groups whose medoids are drawn here.</source>
        <translation>„Striche gruppieren“ findet die Gruppen, deren Medoide hier gezeichnet werden.</translation>
    </message>
</context>
<context>
    <name>ReliabilityChart</name>
    <message>
        <source>Is it as right as it is sure?</source>
        <translation>Hat es so oft recht, wie es sicher ist?</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>{0:.0%} to {1:.0%}: {2:.0%} of {3:,}</source>
        <translation>{0:.0%} bis {1:.0%}: {2:.0%} von {3}</translation>
    </message>
</context>
<context>
    <name>RemovalBox</name>
    <message>
        <source>Methods take strokes away to see what changes. The network also looks at which stroke was drawn when, so there are two ways:
orders stay – the third stroke stays the third, whatever is taken away (drop).
orders close up – strokes drawn later move up, as if it had never been drawn (compact).</source>
        <translation>Verfahren nehmen Striche weg, um zu sehen, was sich ändert. Das Netz beachtet auch, welcher Strich wann gezeichnet wurde, daher gibt es zwei Wege:
Plätze bleiben – der dritte Strich bleibt der dritte, was immer weggenommen wird (drop).
Plätze rücken auf – später gezeichnete Striche rücken nach, als wäre er nie gezeichnet worden (compact).</translation>
    </message>
    <message>
        <source>What taking a stroke away does</source>
        <translation>Was das Wegnehmen eines Strichs bewirkt</translation>
    </message>
    <message>
        <source>orders close up</source>
        <translation>Plätze rücken auf</translation>
    </message>
    <message>
        <source>orders stay</source>
        <translation>Plätze bleiben</translation>
    </message>
</context>
<context>
    <name>ReportController</name>
    <message>
        <source>Making the report</source>
        <translation>Bericht entsteht</translation>
    </message>
    <message>
        <source>Pages (*.html)</source>
        <translation>Seiten (*.html)</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Saved {}.</source>
        <translation>{} gespeichert.</translation>
    </message>
    <message>
        <source>The network is still loading; try again in a moment.</source>
        <translation>Das Netz wird noch geladen; bitte gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Writing {}</source>
        <translation>{} wird geschrieben</translation>
    </message>
    <message>
        <source>a report is being made</source>
        <translation>ein Bericht entsteht gerade</translation>
    </message>
    <message>
        <source>all points coincide, so the network cannot see the sketch</source>
        <translation>alle Punkte fallen zusammen, das Netz kann die Skizze nicht sehen</translation>
    </message>
    <message>
        <source>no network is loaded</source>
        <translation>kein Netz ist geladen</translation>
    </message>
    <message>
        <source>there is no stroke yet</source>
        <translation>noch gibt es keinen Strich</translation>
    </message>
</context>
<context>
    <name>RunController</name>
    <message>
        <source>Inverting</source>
        <translation>Inversion läuft</translation>
    </message>
    <message>
        <source>The network is still loading; try again in a moment.</source>
        <translation>Das Netz wird noch geladen; bitte gleich noch einmal versuchen.</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source> and {0:,} more.</source>
        <translation> und {0} weitere.</translation>
    </message>
    <message>
        <source>&amp;Epochs</source>
        <translation>&amp;Epochen</translation>
    </message>
    <message>
        <source>&amp;Keep its other categories</source>
        <translation>&amp;Andere Kategorien behalten</translation>
    </message>
    <message>
        <source>&amp;Learn with</source>
        <translation>&amp;Lernen mit</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Stopp</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>&amp;Trainieren</translation>
    </message>
    <message>
        <source>&amp;Use This Network</source>
        <translation>Dieses Netz &amp;verwenden</translation>
    </message>
    <message>
        <source>, then stopped.</source>
        <translation>, dann angehalten.</translation>
    </message>
    <message>
        <source>, {0:,} of them new to it.</source>
        <translation>, {0} davon sind ihm neu.</translation>
    </message>
    <message>
        <source>A network needs drawings of at least two categories to tell them apart.</source>
        <translation>Ein Netz braucht Zeichnungen aus mindestens zwei Kategorien, um sie zu unterscheiden.</translation>
    </message>
    <message>
        <source>Add drawings and say what they show.</source>
        <translation>Zeichnungen hinzufügen und sagen, was sie zeigen.</translation>
    </message>
    <message>
        <source>All layers (slow)</source>
        <translation>Alle Schichten (langsam)</translation>
    </message>
    <message>
        <source>Checkpoints (*.safetensors)</source>
        <translation>Checkpoints (*.safetensors)</translation>
    </message>
    <message>
        <source>Fewer than {0} drawings: {1}.</source>
        <translation>Weniger als {0} Zeichnungen: {1}.</translation>
    </message>
    <message>
        <source>Fine-tune a copy of the open network; the network itself stays as it is</source>
        <translation>Eine Kopie des geöffneten Netzes nachtrainieren; das Netz selbst bleibt, wie es ist</translation>
    </message>
    <message>
        <source>How often every drawing is learned from</source>
        <translation>Wie oft aus jeder Zeichnung gelernt wird</translation>
    </message>
    <message>
        <source>It is in use.</source>
        <translation>Es wird verwendet.</translation>
    </message>
    <message>
        <source>Learned {0:,} drawings of {1:,} categories in {2:,} steps</source>
        <translation>{0} Zeichnungen aus {1} Kategorien in {2} Schritten gelernt</translation>
    </message>
    <message>
        <source>Look at sketches with this network from now on</source>
        <translation>Skizzen von jetzt an mit diesem Netz ansehen</translation>
    </message>
    <message>
        <source>No network is loaded.</source>
        <translation>Kein Netz ist geladen.</translation>
    </message>
    <message>
        <source>Not saved yet, but kept among the networks in the toolbar until five newer ones are.</source>
        <translation>Noch nicht gespeichert, aber unter den Netzen der Werkzeugleiste aufgehoben, bis es fünf neuere sind.</translation>
    </message>
    <message>
        <source>Not saved yet.</source>
        <translation>Noch nicht gespeichert.</translation>
    </message>
    <message>
        <source>S&amp;eed</source>
        <translation>St&amp;artwert</translation>
    </message>
    <message>
        <source>Save Check&amp;point…</source>
        <translation>Check&amp;point speichern…</translation>
    </message>
    <message>
        <source>Save Checkpoint</source>
        <translation>Checkpoint speichern</translation>
    </message>
    <message>
        <source>Save the network as .safetensors, with a card that says how it came about</source>
        <translation>Das Netz als .safetensors speichern, mit einer Karte, die sagt, wie es entstand</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>Gespeichert als {0}.</translation>
    </message>
    <message>
        <source>Stop after this step; what was learned is kept</source>
        <translation>Nach diesem Schritt anhalten; das Gelernte bleibt</translation>
    </message>
    <message>
        <source>The classifier (quick)</source>
        <translation>Der Klassifikator (schnell)</translation>
    </message>
    <message>
        <source>The classifier alone learns from few drawings; all layers need more</source>
        <translation>Der Klassifikator allein lernt aus wenigen Zeichnungen; alle Schichten brauchen mehr</translation>
    </message>
    <message>
        <source>Without, the network will know the categories of these drawings and no others</source>
        <translation>Ohne das kennt das Netz die Kategorien dieser Zeichnungen und keine anderen</translation>
    </message>
    <message>
        <source>{0} learns {1:,} drawings of {2:,} categories</source>
        <translation>{0} lernt {1} Zeichnungen aus {2} Kategorien</translation>
    </message>
    <message>
        <source>{0} of {1:,} held-out drawings are named rightly.</source>
        <translation>{0} von {1} zurückgehaltenen Zeichnungen werden richtig benannt.</translation>
    </message>
</context>
<context>
    <name>ScoreChart</name>
    <message>
        <source>Scores of the strokes</source>
        <translation>Werte der Striche</translation>
    </message>
    <message>
        <source>Stroke {0}, points {1} to {2}: {3}</source>
        <translation>Strich {0}, Punkte {1} bis {2}: {3}</translation>
    </message>
    <message>
        <source>Stroke {0}: {1}</source>
        <translation>Strich {0}: {1}</translation>
    </message>
</context>
<context>
    <name>ScoreTable</name>
    <message>
        <source>Methods</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Methods by measures</source>
        <translation>Verfahren nach Maßen</translation>
    </message>
</context>
<context>
    <name>ScoresView</name>
    <message>
        <source>A part's score is the sum over its points.</source>
        <translation>Der Wert eines Teils ist die Summe über seine Punkte.</translation>
    </message>
    <message>
        <source>Attributions</source>
        <translation>Zuschreibungen</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>Wird berechnet…</translation>
    </message>
    <message>
        <source>Every line between two points</source>
        <translation>Jede Linie zwischen zwei Punkten</translation>
    </message>
    <message>
        <source>Here: parts of strokes.</source>
        <translation>Hier: Teile von Strichen.</translation>
    </message>
    <message>
        <source>It can only score whole strokes.</source>
        <translation>Es kann nur ganze Striche bewerten.</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Not computed yet.</source>
        <translation>Noch nicht berechnet.</translation>
    </message>
    <message>
        <source>Parts of up to 4 points</source>
        <translation>Teile mit bis zu 4 Punkten</translation>
    </message>
    <message>
        <source>Parts of up to 8 points</source>
        <translation>Teile mit bis zu 8 Punkten</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Run Checked</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Run the checked methods that have not answered yet</source>
        <translation>Die angekreuzten Verfahren anwenden, die noch nicht geantwortet haben</translation>
    </message>
    <message>
        <source>Show the scores of single points on the canvas, where the method gives them</source>
        <translation>Die Werte einzelner Punkte auf der Zeichenfläche zeigen, wo das Verfahren sie angibt</translation>
    </message>
    <message>
        <source>Sum: {0}.</source>
        <translation>Summe: {0}.</translation>
    </message>
    <message>
        <source>What is scored</source>
        <translation>Was bewertet wird</translation>
    </message>
    <message>
        <source>What is scored: whole strokes, or parts of them, cut at their points.
Parts are taken away like strokes; what is left of a stroke are shorter strokes in the same place.
Methods that cannot take parts away score whole strokes, or add up the scores of points.</source>
        <translation>Was bewertet wird: ganze Striche oder Teile davon, an ihren Punkten geschnitten.
Teile werden wie Striche weggenommen; was von einem Strich übrig bleibt, sind kürzere Striche an derselben Stelle.
Verfahren, die keine Teile wegnehmen können, bewerten ganze Striche oder zählen die Werte von Punkten zusammen.</translation>
    </message>
    <message>
        <source>Which methods are asked, by family</source>
        <translation>Welche Verfahren befragt werden, nach Familien</translation>
    </message>
    <message>
        <source>Whole strokes</source>
        <translation>Ganze Striche</translation>
    </message>
    <message>
        <source>against</source>
        <translation>dagegen</translation>
    </message>
    <message>
        <source>for</source>
        <translation>dafür</translation>
    </message>
    <message>
        <source>little</source>
        <translation>wenig</translation>
    </message>
    <message>
        <source>much</source>
        <translation>viel</translation>
    </message>
</context>
<context>
    <name>ScoresWindow</name>
    <message>
        <source>Are they true?</source>
        <translation>Stimmt es?</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>ScoringController</name>
    <message>
        <source>Measuring</source>
        <translation>Wird gemessen</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>{0} wird gelesen</translation>
    </message>
    <message>
        <source>Saving {0}</source>
        <translation>{0} wird gespeichert</translation>
    </message>
    <message>
        <source>Testing explanations on {0}</source>
        <translation>Erklärungen werden an {0} geprüft</translation>
    </message>
</context>
<context>
    <name>ScoringWindow</name>
    <message>
        <source>&amp;Run Tests</source>
        <translation>Tests &amp;ausführen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Stopp</translation>
    </message>
    <message>
        <source>Arrows: whether higher or lower is better.</source>
        <translation>Pfeile: ob höher oder niedriger besser ist.</translation>
    </message>
    <message>
        <source>Bold: best of its column.</source>
        <translation>Fett: das Beste der Spalte.</translation>
    </message>
    <message>
        <source>Check at least one method.</source>
        <translation>Wählen Sie mindestens ein Verfahren.</translation>
    </message>
    <message>
        <source>Double-click to open it.</source>
        <translation>Doppelklick öffnet sie.</translation>
    </message>
    <message>
        <source>Drawings of 2 to 12 strokes: of more there is no exact Shapley value to compare with</source>
        <translation>Zeichnungen mit 2 bis 12 Strichen: bei mehr gibt es keinen exakten Shapley-Wert zum Vergleich</translation>
    </message>
    <message>
        <source>Every drawing of the file that has 2 to 12 strokes</source>
        <translation>Jede Zeichnung der Datei mit 2 bis 12 Strichen</translation>
    </message>
    <message>
        <source>Every method claims to know which strokes count. Run Tests finds out whose claims hold on the drawings of this file: what happens when strokes are taken away, put back and moved, and whether a random explanation does as well.</source>
        <translation>Jedes Verfahren will wissen, welche Striche zählen. Die Tests zeigen, wessen Behauptungen bei den Zeichnungen dieser Datei stimmen: was geschieht, wenn Striche fehlen, wiederkommen und sich verschieben, und ob eine zufällige Erklärung ebenso gut ist.</translation>
    </message>
    <message>
        <source>Explain the</source>
        <translation>Erklärt wird</translation>
    </message>
    <message>
        <source>Explanations Put to the Test</source>
        <translation>Erklärungen auf dem Prüfstand</translation>
    </message>
    <message>
        <source>Fewer than {0} drawings cannot tell a method from the random control.</source>
        <translation>Weniger als {0} Zeichnungen können ein Verfahren nicht von der zufälligen Kontrolle unterscheiden.</translation>
    </message>
    <message>
        <source>Left out: {0}.</source>
        <translation>Ausgelassen: {0}.</translation>
    </message>
    <message>
        <source>Mean over the drawings, and its 95 % interval (bootstrap).</source>
        <translation>Mittel über die Zeichnungen und dessen 95-%-Intervall (Bootstrap).</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Open a file of drawings, and a network.</source>
        <translation>Öffnen Sie eine Datei mit Zeichnungen und ein Netz.</translation>
    </message>
    <message>
        <source>Pale: not better than the random control, drawing by drawing, by more than the uncertainty.</source>
        <translation>Blass: Zeichnung für Zeichnung um nicht mehr als die Unsicherheit besser als die zufällige Kontrolle.</translation>
    </message>
    <message>
        <source>Put the checked methods, and a random explanation as control, to the test</source>
        <translation>Die angekreuzten Verfahren und eine Zufallserklärung als Kontrolle prüfen</translation>
    </message>
    <message>
        <source>Save &amp;HTML…</source>
        <translation>&amp;HTML speichern…</translation>
    </message>
    <message>
        <source>Save Page</source>
        <translation>Seite speichern</translation>
    </message>
    <message>
        <source>Save a page with the table, the measures and the methods in words</source>
        <translation>Eine Seite mit der Tabelle, den Maßen und den Verfahren in Worten speichern</translation>
    </message>
    <message>
        <source>Sketches</source>
        <translation>Skizzen</translation>
    </message>
    <message>
        <source>Stop; the drawings that were scored stay</source>
        <translation>Anhalten; die bewerteten Zeichnungen bleiben</translation>
    </message>
    <message>
        <source>The first drawing is on its way…</source>
        <translation>Die erste Zeichnung ist in Arbeit…</translation>
    </message>
    <message>
        <source>The random control: {0}.</source>
        <translation>Die zufällige Kontrolle: {0}.</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Webseite (*.html)</translation>
    </message>
    <message>
        <source>When strokes are taken away</source>
        <translation>Fehlen Striche,</translation>
    </message>
    <message>
        <source>Which methods are put to the test</source>
        <translation>Welche Verfahren geprüft werden</translation>
    </message>
    <message>
        <source>against</source>
        <translation>dagegen</translation>
    </message>
    <message>
        <source>counts much</source>
        <translation>zählt viel</translation>
    </message>
    <message>
        <source>little</source>
        <translation>wenig</translation>
    </message>
    <message>
        <source>logit</source>
        <translation>Logit</translation>
    </message>
    <message>
        <source>orders close up</source>
        <translation>Plätze rücken auf</translation>
    </message>
    <message>
        <source>orders stay</source>
        <translation>Plätze bleiben</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>speaks for the answer</source>
        <translation>spricht für die Antwort</translation>
    </message>
    <message>
        <source>the first </source>
        <translation>die ersten </translation>
    </message>
    <message>
        <source>the first drawing</source>
        <translation>die erste Zeichnung</translation>
    </message>
    <message>
        <source>{0} by {1} ({2}, {3})</source>
        <translation>{0} mit {1} ({2}, {3})</translation>
    </message>
    <message>
        <source>{0}, line {1:,}: the network says {2}. {3}, {4}: {5}.</source>
        <translation>{0}, Zeile {1:,}: Das Netz sagt {2}. {3}, {4}: {5}.</translation>
    </message>
    <message>
        <source>{0}: one drawing of {2:.0f} strokes.</source>
        <translation>{0}: eine Zeichnung mit {2:.0f} Strichen.</translation>
    </message>
    <message>
        <source>{0}: {1:,} drawings of {2:.1f} strokes on average.</source>
        <translation>{0}: {1:,} Zeichnungen mit im Mittel {2:.1f} Strichen.</translation>
    </message>
</context>
<context>
    <name>Scrubber</name>
    <message>
        <source>1 step per second</source>
        <translation>1 Schritt pro Sekunde</translation>
    </message>
    <message>
        <source>Back to sketch</source>
        <translation>Zur Skizze</translation>
    </message>
    <message>
        <source>Export the run as an animation, a picture or JSON</source>
        <translation>Den Lauf als Animation, Bild oder JSON exportieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>First step</source>
        <translation>Erster Schritt</translation>
    </message>
    <message>
        <source>Ghost</source>
        <translation>Geisterbild</translation>
    </message>
    <message>
        <source>How fast the recorded steps are played</source>
        <translation>Wie schnell die aufgezeichneten Schritte ablaufen</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>Letzter Schritt</translation>
    </message>
    <message>
        <source>One step back</source>
        <translation>Einen Schritt zurück</translation>
    </message>
    <message>
        <source>One step on</source>
        <translation>Einen Schritt vor</translation>
    </message>
    <message>
        <source>Play the recorded steps</source>
        <translation>Die aufgezeichneten Schritte abspielen</translation>
    </message>
    <message>
        <source>Put this layout on the canvas as one edit that can be undone</source>
        <translation>Diese Anordnung auf die Zeichenfläche übernehmen, als eine Änderung, die sich rückgängig machen lässt</translation>
    </message>
    <message>
        <source>Show on the canvas where strokes have travelled</source>
        <translation>Auf der Zeichenfläche zeigen, wo Striche entlanggewandert sind</translation>
    </message>
    <message>
        <source>Show the original layout faintly on the canvas</source>
        <translation>Die ursprüngliche Anordnung blass auf der Zeichenfläche zeigen</translation>
    </message>
    <message>
        <source>Show the sketch again instead of the run</source>
        <translation>Wieder die Skizze statt des Laufs zeigen</translation>
    </message>
    <message>
        <source>Shown step</source>
        <translation>Gezeigter Schritt</translation>
    </message>
    <message>
        <source>Shown step, and the last one recorded</source>
        <translation>Gezeigter Schritt und der letzte aufgezeichnete</translation>
    </message>
    <message>
        <source>Shown step. Left and Right go one step, Page Up and Page Down ten.</source>
        <translation>Gezeigter Schritt. Links und Rechts gehen einen Schritt, Bild auf und Bild ab zehn.</translation>
    </message>
    <message>
        <source>Stay at this step</source>
        <translation>Bei diesem Schritt bleiben</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>Spuren</translation>
    </message>
    <message>
        <source>Use this layout</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>no steps yet</source>
        <translation>noch keine Schritte</translation>
    </message>
    <message>
        <source>step {0} / {1}</source>
        <translation>Schritt {0} / {1}</translation>
    </message>
    <message>
        <source>{0} steps per second</source>
        <translation>{0} Schritte pro Sekunde</translation>
    </message>
    <message>
        <source>{0}/s</source>
        <translation>{0}/s</translation>
    </message>
</context>
<context>
    <name>Segments</name>
    <message>
        <source>What to show</source>
        <translation>Was gezeigt wird</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source> Did you mean {names}?</source>
        <translation> Ist {names} gemeint?</translation>
    </message>
    <message>
        <source> Left out: {reasons}.</source>
        <translation> Ausgelassen: {reasons}.</translation>
    </message>
    <message>
        <source> The first of {count:,} bad lines is {problem}.</source>
        <translation> Fehlerhafte Zeilen: {count:,}; die erste ist {problem}.</translation>
    </message>
    <message>
        <source> What has arrived is kept; try again to go on.</source>
        <translation> Was angekommen ist, bleibt; ein neuer Versuch setzt fort.</translation>
    </message>
    <message>
        <source> and one other word</source>
        <translation> und ein weiteres Wort</translation>
    </message>
    <message>
        <source> and {count:,} other words</source>
        <translation> und {count:,} weitere Wörter</translation>
    </message>
    <message>
        <source>"drawing" is not a list of strokes</source>
        <translation>„drawing“ ist keine Liste von Strichen</translation>
    </message>
    <message>
        <source>"{category}" cannot be compared with itself: name another category.</source>
        <translation>„{category}“ lässt sich nicht mit sich selbst vergleichen: eine andere Kategorie nennen.</translation>
    </message>
    <message>
        <source>"{part}" is not a stroke. Write numbers with commas between them, as in 1, 3-5.</source>
        <translation>„{part}“ ist kein Strich. Zahlen mit Kommas dazwischen angeben, etwa 1, 3-5.</translation>
    </message>
    <message>
        <source>, the downloaded ones {names}</source>
        <translation>, die heruntergeladenen {names}</translation>
    </message>
    <message>
        <source>--augment knows {changes}, not {name}.</source>
        <translation>--augment kennt {changes}, nicht {name}.</translation>
    </message>
    <message>
        <source>1 drawing {reason}</source>
        <translation>1 Zeichnung {reason}</translation>
    </message>
    <message>
        <source>A checkpoint</source>
        <translation>Ein Checkpoint</translation>
    </message>
    <message>
        <source>A filmstrip</source>
        <translation>Ein Filmstreifen</translation>
    </message>
    <message>
        <source>A filmstrip of {paths} paths is too large for one picture. Choose fewer paths.</source>
        <translation>Ein Filmstreifen aus {paths} Pfaden ist zu groß für ein einziges Bild. Weniger Pfade wählen.</translation>
    </message>
    <message>
        <source>A network needs drawings of at least two categories to tell them apart.</source>
        <translation>Ein Netz braucht Zeichnungen aus mindestens zwei Kategorien, um sie zu unterscheiden.</translation>
    </message>
    <message>
        <source>A single step</source>
        <translation>Ein einzelner Schritt</translation>
    </message>
    <message>
        <source>All points of this sketch coincide, so it has no size and the network cannot see it.</source>
        <translation>Alle Punkte dieser Skizze fallen zusammen; sie hat keine Größe, und das Netz kann sie nicht sehen.</translation>
    </message>
    <message>
        <source>All {count:,} swaps of two strokes were tried.</source>
        <translation>Alle {count:,} Vertauschungen zweier Striche wurden probiert.</translation>
    </message>
    <message>
        <source>An animation</source>
        <translation>Eine Animation</translation>
    </message>
    <message>
        <source>Anchor: {strokes}; precision {share:.0f} % (sampled).</source>
        <translation>Anker: {strokes}; Präzision {share:.0f} % (aus Stichproben).</translation>
    </message>
    <message>
        <source>Anchor: {strokes}; precision {share:.0f} %.</source>
        <translation>Anker: {strokes}; Präzision {share:.0f} %.</translation>
    </message>
    <message>
        <source>Choose a file.</source>
        <translation>Eine Datei wählen.</translation>
    </message>
    <message>
        <source>Choose a target category.</source>
        <translation>Eine Zielkategorie wählen.</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>Could not open the file: no file can have such a name.</source>
        <translation>Die Datei ließ sich nicht öffnen: So kann keine Datei heißen.</translation>
    </message>
    <message>
        <source>Could not open {path}: {reason}.</source>
        <translation>{path} ließ sich nicht öffnen: {reason}.</translation>
    </message>
    <message>
        <source>Could not read {path} to its end: {reason}.</source>
        <translation>{path} ließ sich nicht bis zum Ende lesen: {reason}.</translation>
    </message>
    <message>
        <source>Could not write {path}: {reason}.</source>
        <translation>{path} ließ sich nicht schreiben: {reason}.</translation>
    </message>
    <message>
        <source>Could not write {path}: {reason}. Nothing was changed; choose another folder.</source>
        <translation>{path} ließ sich nicht schreiben: {reason}. Nichts wurde geändert; einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Did you mean {names}?</source>
        <translation>Ist {names} gemeint?</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>zugeteilter Speicherplatz überschritten</translation>
    </message>
    <message>
        <source>Drawing {number} cannot be saved: {reason}. Nothing was changed.</source>
        <translation>Zeichnung {number} lässt sich nicht speichern: {reason}. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Drawing {number} of {path} cannot be copied: {reason}.</source>
        <translation>Zeichnung {number} aus {path} lässt sich nicht kopieren: {reason}.</translation>
    </message>
    <message>
        <source>Every checkpoint needs a share above 0.</source>
        <translation>Jeder Checkpoint braucht einen Anteil über 0.</translation>
    </message>
    <message>
        <source>Every set of up to {count} strokes was tried.</source>
        <translation>Jede Auswahl von bis zu {count} Strichen wurde probiert.</translation>
    </message>
    <message>
        <source>Every single stroke was tried.</source>
        <translation>Jeder einzelne Strich wurde probiert.</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>der Dateiname ist zu lang</translation>
    </message>
    <message>
        <source>Fitted to {count:,} random removals, seed {seed}.</source>
        <translation>An {count:,} zufällige Weglassungen angepasst, Startwert {seed}.</translation>
    </message>
    <message>
        <source>Groups need at least two strokes.</source>
        <translation>Gruppen brauchen mindestens zwei Striche.</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>das ist ein Ordner</translation>
    </message>
    <message>
        <source>Name at least one category, such as cat,dog.</source>
        <translation>Mindestens eine Kategorie nennen, etwa cat,dog.</translation>
    </message>
    <message>
        <source>Name or service not known</source>
        <translation>der Name ist unbekannt</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>das Netzwerk ist nicht erreichbar</translation>
    </message>
    <message>
        <source>No checkpoint "{name}" is published. {hint}</source>
        <translation>Ein Checkpoint „{name}“ ist nicht veröffentlicht. {hint}</translation>
    </message>
    <message>
        <source>No drawing of the file has a word that the network knows.</source>
        <translation>Keine Zeichnung der Datei hat ein Wort, das das Netz kennt.</translation>
    </message>
    <message>
        <source>No route to host</source>
        <translation>kein Weg zum Rechner</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>auf dem Datenträger ist kein Platz mehr</translation>
    </message>
    <message>
        <source>No stroke can be removed.</source>
        <translation>Es lässt sich kein Strich entfernen.</translation>
    </message>
    <message>
        <source>No stroke is selected. Select one on the canvas, or let all strokes move.</source>
        <translation>Kein Strich ist ausgewählt. Einen auf der Zeichenfläche auswählen oder alle Striche bewegen lassen.</translation>
    </message>
    <message>
        <source>No stroke was chosen to move.</source>
        <translation>Kein Strich wurde zum Bewegen gewählt.</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>No usable CUDA graphics card was found; computing on the CPU instead.</source>
        <translation>Keine brauchbare CUDA-Grafikkarte wurde gefunden; stattdessen rechnet die CPU.</translation>
    </message>
    <message>
        <source>No usable drawing with a word was found in {sources}.{bad}</source>
        <translation>In {sources} war keine brauchbare Zeichnung mit einem Wort.{bad}</translation>
    </message>
    <message>
        <source>None of the first {count} lines of {path} is a drawing. Line {line}: {reason}.</source>
        <translation>Keine der ersten {count} Zeilen von {path} ist eine Zeichnung. Zeile {line}: {reason}.</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>das ist kein Ordner</translation>
    </message>
    <message>
        <source>Only Sketch-RNN .npz files are divided already; split .ndjson files by shares: 90/5/5.</source>
        <translation>Nur .npz-Dateien von Sketch-RNN sind schon aufgeteilt; .ndjson-Dateien nach Anteilen teilen: 90/5/5.</translation>
    </message>
    <message>
        <source>Paths are counted from the first one up.</source>
        <translation>Pfade werden vom ersten an gezählt.</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>Quick, Draw! has no category "{category}".</source>
        <translation>Quick, Draw! hat keine Kategorie „{category}“.</translation>
    </message>
    <message>
        <source>Quick, Draw! has no category "{part}".{hint}</source>
        <translation>Quick, Draw! hat keine Kategorie „{part}“.{hint}</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>Removal must be "drop" or "compact", not "{removal}".</source>
        <translation>Das Entfernen muss „drop“ oder „compact“ sein, nicht „{removal}“.</translation>
    </message>
    <message>
        <source>Sampled: {count:,} random orders in pairs, seed {seed}; largest standard error {error:.2g}.</source>
        <translation>Aus Stichproben: {count:,} zufällige Reihenfolgen in Paaren, Startwert {seed}; größter Standardfehler {error:.2g}.</translation>
    </message>
    <message>
        <source>Searched by gradient from {count} starts: a smaller movement may exist.</source>
        <translation>Mit dem Gradienten gesucht (Anfänge: {count}): Vielleicht gibt es eine kleinere Bewegung.</translation>
    </message>
    <message>
        <source>Searched by gradient from {count} starts: nothing was found.</source>
        <translation>Mit dem Gradienten gesucht (Anfänge: {count}): Nichts wurde gefunden.</translation>
    </message>
    <message>
        <source>Sets of up to {count} were all tried; from there strokes were added one at a time.</source>
        <translation>Jede Auswahl bis zur Größe {count} wurde probiert; von da an kam immer ein Strich hinzu.</translation>
    </message>
    <message>
        <source>Shuffling the order needs a sketch of two strokes or more.</source>
        <translation>Um die Reihenfolge zu mischen, braucht es eine Skizze aus zwei Strichen oder mehr.</translation>
    </message>
    <message>
        <source>Something went wrong inside the program ({kind}: {text}). The log has the details.</source>
        <translation>Im Programm ist etwas schiefgegangen ({kind}: {text}). Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>Temporary failure in name resolution</source>
        <translation>der Name lässt sich zurzeit nicht auflösen</translation>
    </message>
    <message>
        <source>The clipboard holds text that is no sketch: neither a line of .ndjson nor SVG.</source>
        <translation>In der Zwischenablage ist Text, der keine Skizze ist: weder eine .ndjson-Zeile noch SVG.</translation>
    </message>
    <message>
        <source>The compressed file expands more than {most} times, as no file of drawings does. Reading was stopped to protect the disk.</source>
        <translation>Die komprimierte Datei wird mehr als {most}-mal so groß, wie es bei keiner Datei mit Zeichnungen vorkommt. Das Lesen wurde beendet, um den Datenträger zu schützen.</translation>
    </message>
    <message>
        <source>The compressed file needs more room than {folder} has left. Free some space there, or set TMPDIR to a folder on a larger disk.</source>
        <translation>Die komprimierte Datei braucht mehr Platz, als in {folder} frei ist. Dort Platz schaffen oder TMPDIR auf einen Ordner auf einem größeren Datenträger setzen.</translation>
    </message>
    <message>
        <source>The connection to {host} broke</source>
        <translation>Die Verbindung zu {host} ist abgebrochen</translation>
    </message>
    <message>
        <source>The file has more than {most:,} lines; split it into smaller files.</source>
        <translation>Die Datei hat mehr als {most:,} Zeilen; sie in kleinere Dateien teilen.</translation>
    </message>
    <message>
        <source>The first and last step can be held for 0 to {longest:g} seconds.</source>
        <translation>Der erste und der letzte Schritt können 0 bis {longest:g} Sekunden stehen bleiben.</translation>
    </message>
    <message>
        <source>The frame rate must be from {lowest:g} to {highest:g} per second, not {fps:g}.</source>
        <translation>Die Bildrate muss von {lowest:g} bis {highest:g} pro Sekunde sein, nicht {fps:g}.</translation>
    </message>
    <message>
        <source>The graphics card cannot be used ({reason}); computing on the CPU instead.</source>
        <translation>Die Grafikkarte lässt sich nicht verwenden ({reason}); stattdessen rechnet die CPU.</translation>
    </message>
    <message>
        <source>The graphics card failed ({reason}). The network goes on on the CPU; ask again in a moment.</source>
        <translation>Die Grafikkarte hat versagt ({reason}). Das Netz rechnet auf der CPU weiter; bitte gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The graphics card failed ({reason}); going on on the CPU.</source>
        <translation>Die Grafikkarte hat versagt ({reason}); weiter geht es auf der CPU.</translation>
    </message>
    <message>
        <source>The graphics card failed ({reason}); the run goes on on the CPU.</source>
        <translation>Die Grafikkarte hat versagt ({reason}); der Lauf geht auf der CPU weiter.</translation>
    </message>
    <message>
        <source>The groups of strokes were made by another network; group the strokes again.</source>
        <translation>Die Gruppen der Striche stammen von einem anderen Netz; die Striche neu gruppieren.</translation>
    </message>
    <message>
        <source>The hub is not asked, because HF_HUB_OFFLINE is set; unset it to download.</source>
        <translation>Der Hub wird nicht gefragt, weil HF_HUB_OFFLINE gesetzt ist; zum Herunterladen die Variable löschen.</translation>
    </message>
    <message>
        <source>The kind of export must be one of {kinds}, not "{kind}".</source>
        <translation>Die Art des Exports muss eine von {kinds} sein, nicht „{kind}“.</translation>
    </message>
    <message>
        <source>The loss was no finite number any more by step {step:,}; use a smaller --learning-rate.</source>
        <translation>Der Verlust war bei Schritt {step:,} keine endliche Zahl mehr; eine kleinere --learning-rate verwenden.</translation>
    </message>
    <message>
        <source>The loss was no finite number any more; try a smaller learning rate.</source>
        <translation>Der Verlust war keine endliche Zahl mehr; eine kleinere Lernrate versuchen.</translation>
    </message>
    <message>
        <source>The method "{method}" explains whole strokes only; for parts there are {able}.</source>
        <translation>Das Verfahren „{method}“ erklärt nur ganze Striche; für Teile gibt es {able}.</translation>
    </message>
    <message>
        <source>The mode must be "recovery" or "transfer", not "{mode}".</source>
        <translation>Die Art muss „recovery“ oder „transfer“ sein, nicht „{mode}“.</translation>
    </message>
    <message>
        <source>The nearest {count:,} swaps of two strokes were tried.</source>
        <translation>Die nächstliegenden {count:,} Vertauschungen zweier Striche wurden probiert.</translation>
    </message>
    <message>
        <source>The network already says "{category}": nothing needs to change.</source>
        <translation>Das Netz sagt schon „{category}“: Nichts braucht sich zu ändern.</translation>
    </message>
    <message>
        <source>The network cannot see this sketch: it has no size.</source>
        <translation>Das Netz kann diese Skizze nicht sehen: Sie hat keine Größe.</translation>
    </message>
    <message>
        <source>The network knows no category "{name}".</source>
        <translation>Das Netz kennt keine Kategorie „{name}“.</translation>
    </message>
    <message>
        <source>The number of paths must be from 1 to {most}.</source>
        <translation>Die Zahl der Pfade muss von 1 bis {most} sein.</translation>
    </message>
    <message>
        <source>The number of steps must be from 1 to {most}.</source>
        <translation>Die Zahl der Schritte muss von 1 bis {most} sein.</translation>
    </message>
    <message>
        <source>The only swap of two strokes was tried.</source>
        <translation>Die einzige Vertauschung zweier Striche wurde probiert.</translation>
    </message>
    <message>
        <source>The output must be "probability" or "logit", not "{output}".</source>
        <translation>Die Ausgabe muss „probability“ oder „logit“ sein, nicht „{output}“.</translation>
    </message>
    <message>
        <source>The proxy on the way to {host} refused ({reason})</source>
        <translation>Der Proxy auf dem Weg zu {host} hat abgelehnt ({reason})</translation>
    </message>
    <message>
        <source>The record of a run</source>
        <translation>Die Aufzeichnung eines Laufs</translation>
    </message>
    <message>
        <source>The seed must be a whole number from 0 up.</source>
        <translation>Der Startwert muss eine ganze Zahl ab 0 sein.</translation>
    </message>
    <message>
        <source>The size of a picture must be from {smallest} to {largest} pixels, not {size}.</source>
        <translation>Die Größe eines Bildes muss von {smallest} bis {largest} Pixel sein, nicht {size}.</translation>
    </message>
    <message>
        <source>The split leaves no drawing to learn from.</source>
        <translation>Die Aufteilung lässt keine Zeichnung zum Lernen übrig.</translation>
    </message>
    <message>
        <source>The strength of {name} must be a number from 0 to {strongest:g}, not {number}.</source>
        <translation>Die Stärke von {name} muss eine Zahl von 0 bis {strongest:g} sein, nicht {number}.</translation>
    </message>
    <message>
        <source>The update rule must be one of {rules}.</source>
        <translation>Die Aktualisierungsregel muss eine von {rules} sein.</translation>
    </message>
    <message>
        <source>The words of this file are not known yet; filter again when it has been read.</source>
        <translation>Die Wörter dieser Datei sind noch nicht bekannt; erneut filtern, wenn sie gelesen ist.</translation>
    </message>
    <message>
        <source>The {name} must be a number from 0 to 1000000.</source>
        <translation>Für „{name}“ ist eine Zahl von 0 bis 1000000 nötig.</translation>
    </message>
    <message>
        <source>The {name} must be one of {known}, not "{value}".</source>
        <translation>Für „{name}“ gibt es {known}, nicht „{value}“.</translation>
    </message>
    <message>
        <source>There are {locations} starting locations for {strokes} strokes.</source>
        <translation>Anfangsorte ({locations}) und Striche ({strokes}) sind nicht gleich viele.</translation>
    </message>
    <message>
        <source>There are {names}.</source>
        <translation>Es gibt {names}.</translation>
    </message>
    <message>
        <source>There can be no card for {name}: the checkpoint does not say how it was trained ({missing}).</source>
        <translation>Für {name} kann es keine Karte geben: Der Checkpoint sagt nicht, wie er trainiert wurde ({missing}).</translation>
    </message>
    <message>
        <source>There is no checkpoint "{name}": no such file or folder, and the bundled ones are {names}{others}.</source>
        <translation>Es gibt keinen Checkpoint „{name}“: weder Datei noch Ordner heißt so; die mitgelieferten sind {names}{others}.</translation>
    </message>
    <message>
        <source>There is no file or folder "{path}".</source>
        <translation>Es gibt keine Datei und keinen Ordner „{path}“.</translation>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation>Es gibt keinen Ordner {folder}.</translation>
    </message>
    <message>
        <source>There is no method "{name}"; the methods are {methods}.</source>
        <translation>Es gibt kein Verfahren „{name}“; die Verfahren sind {methods}.</translation>
    </message>
    <message>
        <source>There is no path, line or shape in this SVG.</source>
        <translation>In diesem SVG ist kein Pfad, keine Linie und keine Form.</translation>
    </message>
    <message>
        <source>There is no sketch on the clipboard.</source>
        <translation>In der Zwischenablage ist keine Skizze.</translation>
    </message>
    <message>
        <source>There is no stroke yet: draw something or open a sketch first.</source>
        <translation>Noch gibt es keinen Strich: zuerst etwas zeichnen oder eine Skizze öffnen.</translation>
    </message>
    <message>
        <source>There is no stroke {number}: the sketch has {count} strokes.</source>
        <translation>Strich {number} gibt es nicht. Striche der Skizze: {count}.</translation>
    </message>
    <message>
        <source>There is no stroke {number}: the sketch has {count}.</source>
        <translation>Strich {number} gibt es nicht. Striche der Skizze: {count}.</translation>
    </message>
    <message>
        <source>There is nothing to swap: the sketch has one stroke.</source>
        <translation>Es gibt nichts zu vertauschen: Die Skizze hat einen Strich.</translation>
    </message>
    <message>
        <source>There is too much text on the clipboard; save it as a file and open that.</source>
        <translation>In der Zwischenablage ist zu viel Text; ihn als Datei speichern und diese öffnen.</translation>
    </message>
    <message>
        <source>This SVG defines entities, which are not read.</source>
        <translation>Dieses SVG legt Entitäten fest; solche werden nicht gelesen.</translation>
    </message>
    <message>
        <source>This SVG has coordinates that are out of range.</source>
        <translation>Dieses SVG hat Koordinaten außerhalb des Bereichs.</translation>
    </message>
    <message>
        <source>This SVG has too many strokes to become a sketch.</source>
        <translation>Dieses SVG hat zu viele Striche für eine Skizze.</translation>
    </message>
    <message>
        <source>This SVG is too large to become a sketch.</source>
        <translation>Dieses SVG ist zu groß für eine Skizze.</translation>
    </message>
    <message>
        <source>This installation of Pillow cannot write WebP. Export a GIF or a PNG instead.</source>
        <translation>Das hier installierte Pillow kann kein WebP schreiben. Stattdessen ein GIF oder PNG exportieren.</translation>
    </message>
    <message>
        <source>This is no drawing: {reason}.</source>
        <translation>Das ist keine Zeichnung: {reason}.</translation>
    </message>
    <message>
        <source>This is not SVG that can be read.</source>
        <translation>Dieses SVG lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>This is not the data of an SVG path.</source>
        <translation>Das sind nicht die Daten eines SVG-Pfads.</translation>
    </message>
    <message>
        <source>This network has no category "{name}".{hint}</source>
        <translation>Dieses Netz hat keine Kategorie „{name}“.{hint}</translation>
    </message>
    <message>
        <source>This run has no step {step}; the last one is {last}.</source>
        <translation>Dieser Lauf hat keinen Schritt {step}; der letzte ist {last}.</translation>
    </message>
    <message>
        <source>This run has no steps yet, so there is nothing to draw.</source>
        <translation>Dieser Lauf hat noch keine Schritte; es gibt nichts zu zeichnen.</translation>
    </message>
    <message>
        <source>This run has no steps yet, so there is nothing to export.</source>
        <translation>Dieser Lauf hat noch keine Schritte; es gibt nichts zu exportieren.</translation>
    </message>
    <message>
        <source>This run has {paths} paths; there is no path {path}.</source>
        <translation>Pfad {path} gibt es nicht. Pfade dieses Laufs: {paths}.</translation>
    </message>
    <message>
        <source>Two categories differ only in upper and lower case; a teacher cannot tell them apart.</source>
        <translation>Zwei Kategorien unterscheiden sich nur in Groß- und Kleinschreibung; ein Lehrer-Netz kann sie nicht auseinanderhalten.</translation>
    </message>
    <message>
        <source>Write which strokes may move, as in 1, 3-5.</source>
        <translation>Angeben, welche Striche sich bewegen dürfen, etwa 1, 3-5.</translation>
    </message>
    <message>
        <source>a category has a name that is too long</source>
        <translation>eine Kategorie hat einen zu langen Namen</translation>
    </message>
    <message>
        <source>a conversion of text</source>
        <translation>eine Umwandlung von Text</translation>
    </message>
    <message>
        <source>an array of a foreign class</source>
        <translation>ein Array einer fremden Klasse</translation>
    </message>
    <message>
        <source>an array of impossible size</source>
        <translation>ein Array von unmöglicher Größe</translation>
    </message>
    <message>
        <source>an array of type {name!r}</source>
        <translation>ein Array vom Typ {name!r}</translation>
    </message>
    <message>
        <source>an array that describes itself wrongly</source>
        <translation>ein Array, das sich selbst falsch beschreibt</translation>
    </message>
    <message>
        <source>an array whose size does not fit its content</source>
        <translation>ein Array, dessen Größe nicht zum Inhalt passt</translation>
    </message>
    <message>
        <source>an array without numbers</source>
        <translation>ein Array ohne Zahlen</translation>
    </message>
    <message>
        <source>an empty name</source>
        <translation>einen leeren Namen</translation>
    </message>
    <message>
        <source>an object with a state of its own</source>
        <translation>ein Objekt mit eigenem Zustand</translation>
    </message>
    <message>
        <source>an unknown byte order</source>
        <translation>eine unbekannte Bytereihenfolge</translation>
    </message>
    <message>
        <source>bounds penalty</source>
        <translation>Strafe am Rand</translation>
    </message>
    <message>
        <source>clip</source>
        <translation>Begrenzung</translation>
    </message>
    <message>
        <source>colour scheme</source>
        <translation>Strichfarben</translation>
    </message>
    <message>
        <source>dropout {value!r} is no share</source>
        <translation>dropout {value!r} ist kein Anteil</translation>
    </message>
    <message>
        <source>far more objects than its size can explain</source>
        <translation>weit mehr Objekte, als die Größe erklären kann</translation>
    </message>
    <message>
        <source>it answered with error {status}</source>
        <translation>er antwortete mit Fehler {status}</translation>
    </message>
    <message>
        <source>it expands beyond reason</source>
        <translation>sie wird über alles Maß groß</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>das ist ein Ordner</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>das ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>it is read-only</source>
        <translation>die Datei ist schreibgeschützt</translation>
    </message>
    <message>
        <source>it is too long</source>
        <translation>der Inhalt ist zu lang</translation>
    </message>
    <message>
        <source>it sent another piece than was asked for</source>
        <translation>er schickte ein anderes Stück als das verlangte</translation>
    </message>
    <message>
        <source>it was closed</source>
        <translation>die Datei wurde geschlossen</translation>
    </message>
    <message>
        <source>its arrays are not lists of drawings</source>
        <translation>die Arrays darin sind keine Listen von Zeichnungen</translation>
    </message>
    <message>
        <source>its arrays are of an unknown version</source>
        <translation>die Arrays darin haben eine unbekannte Version</translation>
    </message>
    <message>
        <source>its lines are far too short to be drawings; it is no file of drawings.</source>
        <translation>Die Zeilen sind viel zu kurz für Zeichnungen; das ist keine Datei mit Zeichnungen.</translation>
    </message>
    <message>
        <source>mask_empty must be true or false, not {value!r}</source>
        <translation>mask_empty muss true oder false sein, nicht {value!r}</translation>
    </message>
    <message>
        <source>network sizes must be whole numbers from 1 to 65536</source>
        <translation>die Größen eines Netzes müssen ganze Zahlen von 1 bis 65536 sein</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>of more than {most} strokes</source>
        <translation>mit mehr als {most} Strichen</translation>
    </message>
    <message>
        <source>of one stroke</source>
        <translation>mit einem Strich</translation>
    </message>
    <message>
        <source>something that is no array</source>
        <translation>etwas, das kein Array ist</translation>
    </message>
    <message>
        <source>step size</source>
        <translation>Schrittweite</translation>
    </message>
    <message>
        <source>stroke {number} has coordinates out of range</source>
        <translation>Strich {number} hat Koordinaten außerhalb des Bereichs</translation>
    </message>
    <message>
        <source>stroke {number} has coordinates that are not numbers</source>
        <translation>Strich {number} hat Koordinaten, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>stroke {number} has lists of different lengths</source>
        <translation>Strich {number} hat verschieden lange Listen</translation>
    </message>
    <message>
        <source>stroke {number} has no points</source>
        <translation>Strich {number} hat keine Punkte</translation>
    </message>
    <message>
        <source>stroke {number} has times out of range</source>
        <translation>Strich {number} hat Zeiten außerhalb des Bereichs</translation>
    </message>
    <message>
        <source>stroke {number} has times that are not numbers</source>
        <translation>Strich {number} hat Zeiten, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>stroke {number} is not [xs, ys] or [xs, ys, ts]</source>
        <translation>Strich {number} ist weder [xs, ys] noch [xs, ys, ts]</translation>
    </message>
    <message>
        <source>stroke {number} is not made of lists</source>
        <translation>Strich {number} besteht nicht aus Listen</translation>
    </message>
    <message>
        <source>style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>the compressed data is damaged; drawings after the damage are lost</source>
        <translation>die komprimierten Daten sind beschädigt; Zeichnungen nach dem Schaden sind verloren</translation>
    </message>
    <message>
        <source>the compressed file is cut off; drawings after the cut are lost</source>
        <translation>die komprimierte Datei ist abgeschnitten; Zeichnungen nach dem Schnitt sind verloren</translation>
    </message>
    <message>
        <source>the connection ended early</source>
        <translation>die Verbindung endete vorzeitig</translation>
    </message>
    <message>
        <source>the data is damaged ({kind})</source>
        <translation>die Daten sind beschädigt ({kind})</translation>
    </message>
    <message>
        <source>the disk is nearly full</source>
        <translation>der Datenträger ist fast voll</translation>
    </message>
    <message>
        <source>the drawing has coordinates out of range</source>
        <translation>die Zeichnung hat Koordinaten außerhalb des Bereichs</translation>
    </message>
    <message>
        <source>the drawing has no strokes</source>
        <translation>die Zeichnung hat keine Striche</translation>
    </message>
    <message>
        <source>the drawing has {count} points; the most we accept is {most}</source>
        <translation>die Zeichnung hat {count} Punkte; höchstens {most} sind erlaubt</translation>
    </message>
    <message>
        <source>the drawing has {count} strokes; the most we accept is {most}</source>
        <translation>die Zeichnung hat {count} Striche; höchstens {most} sind erlaubt</translation>
    </message>
    <message>
        <source>the drawing is not a list of (dx, dy, pen lifted)</source>
        <translation>die Zeichnung ist keine Liste aus (dx, dy, Stift gehoben)</translation>
    </message>
    <message>
        <source>the file became shorter</source>
        <translation>die Datei wurde kürzer</translation>
    </message>
    <message>
        <source>the file became shorter while it was being read</source>
        <translation>die Datei wurde kürzer, während sie gelesen wurde</translation>
    </message>
    <message>
        <source>the file cannot be read any more: {reason}</source>
        <translation>die Datei lässt sich nicht mehr lesen: {reason}</translation>
    </message>
    <message>
        <source>the file changed</source>
        <translation>die Datei hat sich geändert</translation>
    </message>
    <message>
        <source>the file was changed after it was opened; open it again</source>
        <translation>die Datei wurde nach dem Öffnen geändert; sie noch einmal öffnen</translation>
    </message>
    <message>
        <source>the file was closed</source>
        <translation>die Datei wurde geschlossen</translation>
    </message>
    <message>
        <source>the first</source>
        <translation>der erste</translation>
    </message>
    <message>
        <source>the line holds more lists, objects or texts than a drawing has</source>
        <translation>die Zeile enthält mehr Listen, Objekte oder Texte, als eine Zeichnung hat</translation>
    </message>
    <message>
        <source>the line is binary data, not text</source>
        <translation>die Zeile besteht aus Binärdaten, nicht aus Text</translation>
    </message>
    <message>
        <source>the line is cut off or is not JSON</source>
        <translation>die Zeile ist abgeschnitten oder kein JSON</translation>
    </message>
    <message>
        <source>the line is longer than {most} MB</source>
        <translation>die Zeile ist länger als {most} MB</translation>
    </message>
    <message>
        <source>the line is not a JSON object</source>
        <translation>die Zeile ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>the line is not valid JSON ({reason} at character {number})</source>
        <translation>die Zeile ist kein gültiges JSON ({reason}, bei Zeichen {number})</translation>
    </message>
    <message>
        <source>the network's probabilities are not finite numbers</source>
        <translation>die Wahrscheinlichkeiten des Netzes sind keine endlichen Zahlen</translation>
    </message>
    <message>
        <source>theme</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>there is no "drawing"</source>
        <translation>es gibt kein „drawing“</translation>
    </message>
    <message>
        <source>unknown attributes to leave out: {value!r}</source>
        <translation>unbekannte Attribute zum Weglassen: {value!r}</translation>
    </message>
    <message>
        <source>unknown network settings: {names}</source>
        <translation>unbekannte Einstellungen des Netzes: {names}</translation>
    </message>
    <message>
        <source>unknown pooling {value!r}</source>
        <translation>unbekanntes Pooling {value!r}</translation>
    </message>
    <message>
        <source>unknown shape extractor {value!r}</source>
        <translation>unbekannter Formextraktor {value!r}</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>width {width} must be even and divisible by {heads} heads</source>
        <translation>die Breite {width} muss gerade und durch die Zahl der Köpfe ({heads}) teilbar sein</translation>
    </message>
    <message>
        <source>without extent</source>
        <translation>ohne Ausdehnung</translation>
    </message>
    <message>
        <source>{count:,} bad line.</source>
        <translation>{count:,} fehlerhafte Zeile.</translation>
    </message>
    <message>
        <source>{count:,} bad lines.</source>
        <translation>{count:,} fehlerhafte Zeilen.</translation>
    </message>
    <message>
        <source>{count:,} drawing</source>
        <translation>{count:,} Zeichnung</translation>
    </message>
    <message>
        <source>{count:,} drawings</source>
        <translation>{count:,} Zeichnungen</translation>
    </message>
    <message>
        <source>{count:,} drawings {reason}</source>
        <translation>{count:,} Zeichnungen {reason}</translation>
    </message>
    <message>
        <source>{drawings} of words that the network does not know ({words}{rest}).</source>
        <translation>{drawings} zu Wörtern, die das Netz nicht kennt ({words}{rest}).</translation>
    </message>
    <message>
        <source>{drawings} without a size: all points coincide.</source>
        <translation>{drawings} ohne Größe: Alle Punkte fallen zusammen.</translation>
    </message>
    <message>
        <source>{drawings} without a word.</source>
        <translation>{drawings} ohne Wort.</translation>
    </message>
    <message>
        <source>{file} arrived damaged: its checksum is not the one that {host} publishes. It was thrown away; try again.</source>
        <translation>{file} kam beschädigt an: Die Prüfsumme ist nicht die, die {host} veröffentlicht. Die Datei wurde verworfen; bitte noch einmal versuchen.</translation>
    </message>
    <message>
        <source>{file} does not describe a SketchXAI network ({reason}).</source>
        <translation>{file} beschreibt kein SketchXAI-Netz ({reason}).</translation>
    </message>
    <message>
        <source>{file} does not fit its description: {tensor} is {found}, expected {wanted}.</source>
        <translation>{file} passt nicht zur eigenen Beschreibung: {tensor} ist {found}, erwartet wird {wanted}.</translation>
    </message>
    <message>
        <source>{file} does not hold named weights.</source>
        <translation>{file} enthält keine benannten Gewichte.</translation>
    </message>
    <message>
        <source>{file} has checkpoint format {version}; this program reads format {format}. Update it.</source>
        <translation>{file} hat das Checkpoint-Format {version}; dieses Programm liest Format {format}. Das Programm aktualisieren.</translation>
    </message>
    <message>
        <source>{file} has no drawing of 2 to {most} strokes that can be scored.{why}</source>
        <translation>{file} hat keine Zeichnung mit 2 bis {most} Strichen, die bewertet werden kann.{why}</translation>
    </message>
    <message>
        <source>{file} holds no drawing that the network can see, so there are no strokes.</source>
        <translation>{file} enthält keine Zeichnung, die das Netz sehen kann; also gibt es keine Striche.</translation>
    </message>
    <message>
        <source>{file} holds tensors, but not those of a SketchXAINet.</source>
        <translation>{file} enthält Tensoren, aber nicht die eines SketchXAINet.</translation>
    </message>
    <message>
        <source>{file} is being downloaded already, by another program.</source>
        <translation>{file} wird schon von einem anderen Programm heruntergeladen.</translation>
    </message>
    <message>
        <source>{file} is damaged or not a .safetensors file ({reason}).</source>
        <translation>{file} ist beschädigt oder keine .safetensors-Datei ({reason}).</translation>
    </message>
    <message>
        <source>{file} is damaged or not a PyTorch weights file ({kind}).</source>
        <translation>{file} ist beschädigt oder keine Datei mit PyTorch-Gewichten ({kind}).</translation>
    </message>
    <message>
        <source>{file} is damaged or not a PyTorch weights file ({reason}).</source>
        <translation>{file} ist beschädigt oder keine Datei mit PyTorch-Gewichten ({reason}).</translation>
    </message>
    <message>
        <source>{file} is damaged or not a codebook of strokes.</source>
        <translation>{file} ist beschädigt oder keine Datei mit Gruppen von Strichen.</translation>
    </message>
    <message>
        <source>{file} is damaged: its description cannot be read ({reason}).</source>
        <translation>{file} ist beschädigt: Die Beschreibung lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>{file} is damaged: its description is too long.</source>
        <translation>{file} ist beschädigt: Die Beschreibung ist zu lang.</translation>
    </message>
    <message>
        <source>{file} is damaged: {names} names for {categories} categories.</source>
        <translation>{file} ist beschädigt: Namen ({names}) und Kategorien ({categories}) sind nicht gleich viele.</translation>
    </message>
    <message>
        <source>{file} is damaged: {tensor} contains values that are not finite numbers.</source>
        <translation>{file} ist beschädigt: {tensor} enthält Werte, die keine endlichen Zahlen sind.</translation>
    </message>
    <message>
        <source>{file} is not a SketchXAI checkpoint: it has no {tensor}.</source>
        <translation>{file} ist kein SketchXAI-Checkpoint: {tensor} fehlt.</translation>
    </message>
    <message>
        <source>{file} is not a checkpoint; expected .safetensors, .bin, or a folder with config.json.</source>
        <translation>{file} ist kein Checkpoint; erwartet wird .safetensors, .bin oder ein Ordner mit config.json.</translation>
    </message>
    <message>
        <source>{file} is not a codebook of strokes.</source>
        <translation>{file} ist keine Datei mit Gruppen von Strichen.</translation>
    </message>
    <message>
        <source>{file} lacks {count} of the network's tensors, among them {first}.</source>
        <translation>In {file} fehlt {first}; fehlende Tensoren des Netzes insgesamt: {count}.</translation>
    </message>
    <message>
        <source>{file} lacks {tensor}, although its description says {layers} layers.</source>
        <translation>In {file} fehlt {tensor}, obwohl die Beschreibung als Zahl der Schichten {layers} nennt.</translation>
    </message>
    <message>
        <source>{file} must end in .csv or .json.</source>
        <translation>{file} muss auf .csv oder .json enden.</translation>
    </message>
    <message>
        <source>{file} must end in .png or .svg.</source>
        <translation>{file} muss auf .png oder .svg enden.</translation>
    </message>
    <message>
        <source>{file} must end in {endings} or {last}.</source>
        <translation>{file} muss auf {endings} oder {last} enden.</translation>
    </message>
    <message>
        <source>{file} needs its config.json beside it, and there is none.</source>
        <translation>{file} braucht die zugehörige config.json daneben, und dort ist keine.</translation>
    </message>
    <message>
        <source>{file} needs {missing:,.0f} MB more, and the disk of {folder} has {free:,.0f} MB left.</source>
        <translation>{file} braucht noch {missing:,.0f} MB, und auf dem Datenträger von {folder} sind {free:,.0f} MB frei.</translation>
    </message>
    <message>
        <source>{file} on {host} has {size:,} bytes, too many for what it should be.</source>
        <translation>{file} bei {host} hat {size:,} Bytes, zu viele für das, was es sein sollte.</translation>
    </message>
    <message>
        <source>{file} was refused: it contains something other than weights, which could run code on this computer.</source>
        <translation>{file} wurde abgewiesen: Die Datei enthält anderes als Gewichte, was auf diesem Computer Code ausführen könnte.</translation>
    </message>
    <message>
        <source>{file} was refused: it is compressed, which PyTorch's own files never are.</source>
        <translation>{file} wurde abgewiesen: Die Datei ist komprimiert, was die von PyTorch selbst nie sind.</translation>
    </message>
    <message>
        <source>{file} was refused: it is larger than any codebook.</source>
        <translation>{file} wurde abgewiesen: So groß ist keine Datei mit Gruppen von Strichen.</translation>
    </message>
    <message>
        <source>{file} was refused: no network has {layers} layers.</source>
        <translation>{file} wurde abgewiesen: Kein Netz hat {layers} Schichten.</translation>
    </message>
    <message>
        <source>{file} was refused: {tensor} claims more numbers than the file holds.</source>
        <translation>{file} wurde abgewiesen: {tensor} gibt mehr Zahlen an, als die Datei enthält.</translation>
    </message>
    <message>
        <source>{file} was refused: {tensor} is not a plain array of numbers.</source>
        <translation>{file} wurde abgewiesen: {tensor} ist kein einfaches Array aus Zahlen.</translation>
    </message>
    <message>
        <source>{file}, line {line}: {reason}.</source>
        <translation>{file}, Zeile {line}: {reason}.</translation>
    </message>
    <message>
        <source>{first} or {second}</source>
        <translation>{first} oder {second}</translation>
    </message>
    <message>
        <source>{folder} holds a run of another network ({reason}); use another --out.</source>
        <translation>{folder} enthält einen Lauf eines anderen Netzes ({reason}); ein anderes --out verwenden.</translation>
    </message>
    <message>
        <source>{folder} holds a run with other settings ({differences}); use another --out or the same settings.</source>
        <translation>{folder} enthält einen Lauf mit anderen Einstellungen ({differences}); ein anderes --out oder dieselben Einstellungen verwenden.</translation>
    </message>
    <message>
        <source>{folder} holds no checkpoint: neither model.safetensors nor pytorch_model.bin is there.</source>
        <translation>{folder} enthält keinen Checkpoint: Weder model.safetensors noch pytorch_model.bin ist da.</translation>
    </message>
    <message>
        <source>{host} answered with error {status} when it was asked for {what}. Try again later.</source>
        <translation>{host} antwortete auf die Frage nach {what} mit Fehler {status}. Später noch einmal versuchen.</translation>
    </message>
    <message>
        <source>{host} answered with something else than a description of {repository}. Networks that ask for a login in the browser do that.</source>
        <translation>{host} antwortete mit etwas anderem als einer Beschreibung von {repository}. Das tun Netzwerke, die im Browser nach einer Anmeldung fragen.</translation>
    </message>
    <message>
        <source>{host} cannot be reached ({reason}). Check the network connection</source>
        <translation>{host} ist nicht erreichbar ({reason}). Die Netzwerkverbindung prüfen</translation>
    </message>
    <message>
        <source>{host} cannot be reached: it did not answer. Check the network connection</source>
        <translation>{host} ist nicht erreichbar: keine Antwort. Die Netzwerkverbindung prüfen</translation>
    </message>
    <message>
        <source>{host} could not be used: {reason}</source>
        <translation>{host} half nicht weiter: {reason}</translation>
    </message>
    <message>
        <source>{host} does not say size and checksum of {file}, so it cannot be checked.</source>
        <translation>{host} nennt Größe und Prüfsumme von {file} nicht; die Datei lässt sich also nicht prüfen.</translation>
    </message>
    <message>
        <source>{host} has no weights with a {config} in {repository}.</source>
        <translation>{host} hat in {repository} keine Gewichte mit einer {config}.</translation>
    </message>
    <message>
        <source>{host} has no {what} ({status}).</source>
        <translation>{what} gibt es bei {host} nicht ({status}).</translation>
    </message>
    <message>
        <source>{host} refuses {what} ({status}): it asks for a login, and this program never sends one.</source>
        <translation>{host} verweigert {what} ({status}): Verlangt wird eine Anmeldung, und dieses Programm sendet nie eine.</translation>
    </message>
    <message>
        <source>{host} sent more of {file} than it said there was.</source>
        <translation>{host} schickte mehr von {file} als angekündigt.</translation>
    </message>
    <message>
        <source>{host} sent something else than drawings for {category}. Networks that ask for a login in the browser do that.</source>
        <translation>{host} schickte zu {category} etwas anderes als Zeichnungen. Das tun Netzwerke, die im Browser nach einer Anmeldung fragen.</translation>
    </message>
    <message>
        <source>{host} sent {url} compressed ({encoding}), which was not asked for.</source>
        <translation>{host} schickte {url} komprimiert ({encoding}), was nicht verlangt war.</translation>
    </message>
    <message>
        <source>{host} stopped answering</source>
        <translation>{host} antwortet nicht mehr</translation>
    </message>
    <message>
        <source>{kind} cannot be written to {name}: the name must end in {endings}.</source>
        <translation>{kind} lässt sich nicht nach {name} schreiben: Der Name muss auf {endings} enden.</translation>
    </message>
    <message>
        <source>{name} cannot be measured: {reason}.</source>
        <translation>{name} lässt sich nicht messen: {reason}.</translation>
    </message>
    <message>
        <source>{name} does not know {missing}.</source>
        <translation>{name} kennt {missing} nicht.</translation>
    </message>
    <message>
        <source>{name} has another architecture than {first}.</source>
        <translation>{name} hat einen anderen Aufbau als {first}.</translation>
    </message>
    <message>
        <source>{name} was trained without locations, so moving strokes changes nothing for it.</source>
        <translation>{name} wurde ohne Orte trainiert; für dieses Netz ändert es nichts, Striche zu bewegen.</translation>
    </message>
    <message>
        <source>{paths} recoveries of {steps} steps, seed {seed}; {share:.0f} % reached the target.</source>
        <translation>{paths} Wiederherstellungen mit {steps} Schritten, Startwert {seed}; {share:.0f} % erreichten das Ziel.</translation>
    </message>
    <message>
        <source>{path} cannot be read ({reason}).</source>
        <translation>{path} lässt sich nicht lesen ({reason}).</translation>
    </message>
    <message>
        <source>{path} cannot be read as a Sketch-RNN file: {reason}.</source>
        <translation>{path} lässt sich nicht als Sketch-RNN-Datei lesen: {reason}.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>{path} lässt sich nicht lesen: {reason}.</translation>
    </message>
    <message>
        <source>{path} has no drawing {number}.</source>
        <translation>{path} hat keine Zeichnung {number}.</translation>
    </message>
    <message>
        <source>{path} has no name that could be its category.</source>
        <translation>{path} hat keinen Namen, der die Kategorie sein könnte.</translation>
    </message>
    <message>
        <source>{path} has {count} locations, but the sketch has {strokes} strokes.</source>
        <translation>Die Orte in {path} ({count}) und die Striche der Skizze ({strokes}) sind nicht gleich viele.</translation>
    </message>
    <message>
        <source>{path} holds more than {most:,} drawings; split it.</source>
        <translation>{path} enthält mehr als {most:,} Zeichnungen; die Datei teilen.</translation>
    </message>
    <message>
        <source>{path} holds no .ndjson file, nor .ndjson.gz or .npz.</source>
        <translation>{path} enthält keine .ndjson-Datei und auch keine mit .ndjson.gz oder .npz.</translation>
    </message>
    <message>
        <source>{path} holds no drawing: {reason}.</source>
        <translation>{path} enthält keine Zeichnung: {reason}.</translation>
    </message>
    <message>
        <source>{path} holds no drawings.</source>
        <translation>{path} enthält keine Zeichnungen.</translation>
    </message>
    <message>
        <source>{path} holds no drawings: {damage}.</source>
        <translation>{path} enthält keine Zeichnungen: {damage}.</translation>
    </message>
    <message>
        <source>{path} holds no file of drawings ({endings}).</source>
        <translation>{path} enthält keine Datei mit Zeichnungen ({endings}).</translation>
    </message>
    <message>
        <source>{path} holds {kept} drawings, not {form} ones. Choose another folder with --out.</source>
        <translation>{path} enthält Zeichnungen der Form {kept}, nicht {form}. Mit --out einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>{path} is a folder. Write the name of a file.</source>
        <translation>{path} ist ein Ordner. Den Namen einer Datei angeben.</translation>
    </message>
    <message>
        <source>{path} is a folder; choose a file of drawings in it.</source>
        <translation>{path} ist ein Ordner; eine Datei mit Zeichnungen darin wählen.</translation>
    </message>
    <message>
        <source>{path} is compressed in a way that no Sketch-RNN file is; it was not opened.</source>
        <translation>{path} ist komprimiert wie keine Sketch-RNN-Datei; die Datei wurde nicht geöffnet.</translation>
    </message>
    <message>
        <source>{path} is damaged ({reason}); delete it to start again.</source>
        <translation>{path} ist beschädigt ({reason}); die Datei löschen, um neu anzufangen.</translation>
    </message>
    <message>
        <source>{path} is empty: it holds no drawings.</source>
        <translation>{path} ist leer: keine Zeichnungen.</translation>
    </message>
    <message>
        <source>{path} is not .ndjson, so no drawing can be appended to it. Choose another file.</source>
        <translation>{path} ist kein .ndjson; daran lässt sich keine Zeichnung anhängen. Eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>{path} is not a Sketch-RNN file: it holds none of the arrays train, valid and test.</source>
        <translation>{path} ist keine Sketch-RNN-Datei: Keines der Arrays train, valid und test ist darin.</translation>
    </message>
    <message>
        <source>{path} is not a file of drawings: it holds binary data. Expected .ndjson or Sketch-RNN .npz.</source>
        <translation>{path} ist keine Datei mit Zeichnungen: Sie enthält Binärdaten. Erwartet wird .ndjson oder Sketch-RNN-.npz.</translation>
    </message>
    <message>
        <source>{path} is not a regular file, so its lines cannot be indexed.</source>
        <translation>{path} ist keine gewöhnliche Datei; ihre Zeilen lassen sich nicht einlesen.</translation>
    </message>
    <message>
        <source>{path} is not valid JSON.</source>
        <translation>{path} ist kein gültiges JSON.</translation>
    </message>
    <message>
        <source>{path} is text in UTF-16; save it as UTF-8 to open it.</source>
        <translation>{path} ist Text in UTF-16; zum Öffnen als UTF-8 speichern.</translation>
    </message>
    <message>
        <source>{path} is there already, and it is not, or no longer, what was downloaded. Move it away, or choose another folder with --out.</source>
        <translation>{path} ist schon da und ist nicht oder nicht mehr, was heruntergeladen wurde. Die Datei wegbewegen oder mit --out einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>{path} is too large to hold locations of strokes.</source>
        <translation>{path} ist zu groß für Orte von Strichen.</translation>
    </message>
    <message>
        <source>{path} must hold a list of [x, y] pairs in normalised units.</source>
        <translation>{path} muss eine Liste von [x, y]-Paaren in normierten Einheiten enthalten.</translation>
    </message>
    <message>
        <source>{path} unpacks to more than {most} MB, which no Sketch-RNN file does; it was not opened.</source>
        <translation>{path} wird entpackt größer als {most} MB, wie keine Sketch-RNN-Datei; die Datei wurde nicht geöffnet.</translation>
    </message>
    <message>
        <source>{path} unpacks to more than {most} times its size, as no Sketch-RNN file does.</source>
        <translation>{path} wird entpackt mehr als {most}-mal so groß, wie keine Sketch-RNN-Datei.</translation>
    </message>
    <message>
        <source>{path} was refused: it asks for {reason} where only arrays of numbers belong. It may be an attack; nothing in it was executed.</source>
        <translation>{path} wurde abgewiesen: Verlangt wird {reason}, wo nur Arrays aus Zahlen hingehören. Das kann ein Angriff sein; nichts daraus wurde ausgeführt.</translation>
    </message>
    <message>
        <source>{path}, line {line}: {reason}.</source>
        <translation>{path}, Zeile {line}: {reason}.</translation>
    </message>
    <message>
        <source>{variable} is no address: {address}. It must begin with https:// or http://.</source>
        <translation>{variable} ist keine Adresse: {address}. Sie muss mit https:// oder http:// beginnen.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>&amp;Dots where strokes start</source>
        <translation>&amp;Punkte, wo Striche anfangen</translation>
    </message>
    <message>
        <source>&amp;Ghost of the original behind a run</source>
        <translation>&amp;Geisterbild des Originals hinter einem Lauf</translation>
    </message>
    <message>
        <source>&amp;Keep drawings that were not saved</source>
        <translation>Zeichnungen auf&amp;heben, die nicht gespeichert wurden</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>&amp;Start with</source>
        <translation>An&amp;fangen mit</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Aussehen</translation>
    </message>
    <message>
        <source>&amp;Watch: show each step before the next is taken</source>
        <translation>&amp;Zusehen: jeden Schritt zeigen, bevor der nächste kommt</translation>
    </message>
    <message>
        <source>Another language is spoken from the next start on.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Automatic takes a graphics card where there is one. The network is loaded anew.</source>
        <translation>Automatisch nimmt eine Grafikkarte, wo es eine gibt. Das Netz wird neu geladen.</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>Zeichenfläche</translation>
    </message>
    <message>
        <source>Compute &amp;on</source>
        <translation>&amp;Rechnen auf</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>Zeichnungen</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Inversion</source>
        <translation>Inversion</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>One colour</source>
        <translation>Eine Farbe</translation>
    </message>
    <message>
        <source>Order &amp;numbers</source>
        <translation>Reihenfolge&amp;nummern</translation>
    </message>
    <message>
        <source>Rainbow, by order</source>
        <translation>Regenbogen, nach Reihenfolge</translation>
    </message>
    <message>
        <source>Restore &amp;Defaults</source>
        <translation>Standard &amp;wiederherstellen</translation>
    </message>
    <message>
        <source>S&amp;peed</source>
        <translation>Schritt&amp;tempo</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Steps per second</source>
        <translation>Schritte pro Sekunde</translation>
    </message>
    <message>
        <source>Stroke &amp;colours</source>
        <translation>Strich&amp;farben</translation>
    </message>
    <message>
        <source>T&amp;races of where locations travelled</source>
        <translation>Sp&amp;uren, wo Orte entlanggewandert sind</translation>
    </message>
    <message>
        <source>The one used last</source>
        <translation>Das zuletzt verwendete</translation>
    </message>
    <message>
        <source>They are under File &gt; My Drawings, a file for each day, on this computer.</source>
        <translation>Sie liegen unter Datei &gt; Meine Zeichnungen, eine Datei für jeden Tag, auf diesem Computer.</translation>
    </message>
    <message>
        <source>Viridis, by order</source>
        <translation>Viridis, nach Reihenfolge</translation>
    </message>
    <message>
        <source>{} steps a second</source>
        <translation>{} Schritte pro Sekunde</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>&amp;Noise</source>
        <translation>&amp;Rauschen</translation>
    </message>
    <message>
        <source>&amp;Paths</source>
        <translation>&amp;Pfade</translation>
    </message>
    <message>
        <source>&amp;Recovery</source>
        <translation>&amp;Wiederherstellung</translation>
    </message>
    <message>
        <source>&amp;Steps</source>
        <translation>Sch&amp;ritte</translation>
    </message>
    <message>
        <source>&amp;Transfer</source>
        <translation>&amp;Übertragung</translation>
    </message>
    <message>
        <source>A new seed</source>
        <translation>Ein neuer Startwert</translation>
    </message>
    <message>
        <source>A random target</source>
        <translation>Ein zufälliges Ziel</translation>
    </message>
    <message>
        <source>How far strokes move at the first step; it shrinks to nothing at the last. The paper: 10</source>
        <translation>Wie weit sich Striche beim ersten Schritt bewegen; beim letzten ist es auf null geschrumpft. Im Artikel: 10</translation>
    </message>
    <message>
        <source>How many placements are followed side by side</source>
        <translation>Wie viele Platzierungen nebeneinander verfolgt werden</translation>
    </message>
    <message>
        <source>How often the strokes are moved; the paper: 100</source>
        <translation>Wie oft die Striche bewegt werden; im Artikel: 100</translation>
    </message>
    <message>
        <source>How widely the strokes are scattered at the start. A sketch is 1.48 wide; the paper: 0.1. In transfer, path 1 starts without noise.</source>
        <translation>Wie weit die Striche am Anfang verstreut werden. Eine Skizze ist 1.48 breit; im Artikel: 0.1. Bei der Übertragung beginnt Pfad 1 ohne Rauschen.</translation>
    </message>
    <message>
        <source>More…</source>
        <translation>Mehr…</translation>
    </message>
    <message>
        <source>More… •</source>
        <translation>Mehr… •</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Number of the random placement; the same number gives the same run</source>
        <translation>Nummer der zufälligen Platzierung; dieselbe Nummer ergibt denselben Lauf</translation>
    </message>
    <message>
        <source>Paths</source>
        <translation>Pfade</translation>
    </message>
    <message>
        <source>Scatter the strokes and let the network find its way back to the sketch</source>
        <translation>Die Striche verstreuen und das Netz zur Skizze zurückfinden lassen</translation>
    </message>
    <message>
        <source>See&amp;d</source>
        <translation>S&amp;tartwert</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Settings of the inversion</source>
        <translation>Einstellungen der Inversion</translation>
    </message>
    <message>
        <source>Start from the sketch and let the network turn it into something else</source>
        <translation>Von der Skizze ausgehen und das Netz etwas anderes daraus machen lassen</translation>
    </message>
    <message>
        <source>Step si&amp;ze</source>
        <translation>Schritt&amp;weite</translation>
    </message>
    <message>
        <source>Step size</source>
        <translation>Schrittweite</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Stro&amp;kes</source>
        <translation>Stri&amp;che</translation>
    </message>
    <message>
        <source>Tar&amp;get</source>
        <translation>&amp;Ziel</translation>
    </message>
    <message>
        <source>Target category</source>
        <translation>Zielkategorie</translation>
    </message>
    <message>
        <source>Update rule and bounds penalty</source>
        <translation>Aktualisierungsregel und Strafe am Rand</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Was nicht stimmt</translation>
    </message>
    <message>
        <source>What the strokes shall become in the eyes of the network. Type any part of a name.</source>
        <translation>Was die Striche in den Augen des Netzes werden sollen. Ein beliebiger Teil eines Namens genügt.</translation>
    </message>
    <message>
        <source>{0} ({1} to {2})</source>
        <translation>{0} ({1} bis {2})</translation>
    </message>
</context>
<context>
    <name>ShapePanel</name>
    <message>
        <source>Each dot is a stroke; close together: alike to the network ({0}% of the spread shown).</source>
        <translation>Jeder Punkt ist ein Strich; nah beieinander: dem Netz ähnlich ({0} % der Streuung gezeigt).</translation>
    </message>
    <message>
        <source>Map of the shape embeddings</source>
        <translation>Karte der Formeinbettungen</translation>
    </message>
    <message>
        <source>Most like stroke {0} among {1:,} strokes, and how alike its shape embedding is to theirs.</source>
        <translation>Was Strich {0} unter {1} Strichen am meisten ähnelt, und wie ähnlich seine Formeinbettung ihren ist.</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Strokes to compare with are still being gathered.</source>
        <translation>Striche zum Vergleichen werden noch gesammelt.</translation>
    </message>
</context>
<context>
    <name>ShapePlot</name>
    <message>
        <source>stroke {0}</source>
        <translation>Strich {0}</translation>
    </message>
</context>
<context>
    <name>ShapesMapView</name>
    <message>
        <source>Map of stroke shapes</source>
        <translation>Karte der Strichformen</translation>
    </message>
</context>
<context>
    <name>ShapesWindow</name>
    <message>
        <source>&amp;Groups</source>
        <translation>&amp;Gruppen</translation>
    </message>
    <message>
        <source>&amp;Input / Primitives / Ours</source>
        <translation>&amp;Eingabe / Primitive / Unsere</translation>
    </message>
    <message>
        <source>&amp;Map</source>
        <translation>&amp;Karte</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Gro&amp;ups</source>
        <translation>Gr&amp;uppen</translation>
    </message>
    <message>
        <source>Group Strokes</source>
        <translation>Striche gruppieren</translation>
    </message>
    <message>
        <source>Group the strokes of the opened file by their shapes, as the network sees them</source>
        <translation>Die Striche der geöffneten Datei nach ihren Formen gruppieren, wie das Netz sie sieht</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Groups of strokes (*.npz)</source>
        <translation>Strichgruppen (*.npz)</translation>
    </message>
    <message>
        <source>How many groups to make</source>
        <translation>Wie viele Gruppen gebildet werden</translation>
    </message>
    <message>
        <source>How many strokes to take from randomly chosen drawings of the opened file</source>
        <translation>Wie viele Striche aus zufällig gewählten Zeichnungen der geöffneten Datei genommen werden</translation>
    </message>
    <message>
        <source>Load Groups</source>
        <translation>Gruppen laden</translation>
    </message>
    <message>
        <source>Load groups that were saved</source>
        <translation>Gespeicherte Gruppen laden</translation>
    </message>
    <message>
        <source>Load…</source>
        <translation>Laden…</translation>
    </message>
    <message>
        <source>Made by another network ({0}): group the strokes again.</source>
        <translation>Von einem anderen Netz gemacht ({0}): die Striche neu gruppieren.</translation>
    </message>
    <message>
        <source>Save Groups</source>
        <translation>Gruppen speichern</translation>
    </message>
    <message>
        <source>Save these groups with their strokes</source>
        <translation>Diese Gruppen mit ihren Strichen speichern</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Shapes and Groups</source>
        <translation>Formen und Gruppen</translation>
    </message>
    <message>
        <source>Shuffle the &amp;Order</source>
        <translation>&amp;Reihenfolge mischen</translation>
    </message>
    <message>
        <source>Stop this work</source>
        <translation>Diese Arbeit anhalten</translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation>Striche</translation>
    </message>
    <message>
        <source>of s&amp;trokes</source>
        <translation>aus S&amp;trichen</translation>
    </message>
    <message>
        <source>{0}, seen by {1}</source>
        <translation>{0}, gesehen von {1}</translation>
    </message>
</context>
<context>
    <name>SignedBars</name>
    <message>
        <source>Contributions to the token</source>
        <translation>Beiträge zum Token</translation>
    </message>
    <message>
        <source>location</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>Form</translation>
    </message>
</context>
<context>
    <name>SketchBrowser</name>
    <message>
        <source>Copy line as .ndjson</source>
        <translation>Zeile als .ndjson kopieren</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>Zeichnungen</translation>
    </message>
    <message>
        <source>Line {line} is hidden by the filters.</source>
        <translation>Zeile {line} ist durch die Filter verborgen.</translation>
    </message>
    <message>
        <source>No drawing matches the filters</source>
        <translation>Keine Zeichnung passt zu den Filtern</translation>
    </message>
    <message>
        <source>No drawings</source>
        <translation>Keine Zeichnungen</translation>
    </message>
    <message>
        <source>No file</source>
        <translation>Keine Datei</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open a .ndjson file or drop one here</source>
        <translation>Eine .ndjson-Datei öffnen oder hierher ziehen</translation>
    </message>
    <message>
        <source>Open a file of drawings</source>
        <translation>Eine Datei mit Zeichnungen öffnen</translation>
    </message>
    <message>
        <source>Open a file of drawings: .ndjson, .ndjson.gz or Sketch-RNN .npz</source>
        <translation>Eine Datei mit Zeichnungen öffnen: .ndjson, .ndjson.gz oder Sketch-RNN-.npz</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>Die Datei wird gelesen…</translation>
    </message>
    <message>
        <source>There is no drawing on line {line}.</source>
        <translation>In Zeile {line} ist keine Zeichnung.</translation>
    </message>
</context>
<context>
    <name>SketchGrid</name>
    <message>
        <source>{0:,} sketches</source>
        <translation>{0} Skizzen</translation>
    </message>
</context>
<context>
    <name>SketchModel</name>
    <message>
        <source>A single dot has no size, so the network cannot see it</source>
        <translation>Ein einzelner Punkt hat keine Größe, das Netz kann ihn nicht sehen</translation>
    </message>
    <message>
        <source>Country: {code}</source>
        <translation>Land: {code}</translation>
    </message>
    <message>
        <source>It was never taught the word “{word}”</source>
        <translation>Das Wort „{word}“ hat es nie gelernt</translation>
    </message>
    <message>
        <source>Line {number}</source>
        <translation>Zeile {number}</translation>
    </message>
    <message>
        <source>Right: {said}</source>
        <translation>Richtig: {said}</translation>
    </message>
    <message>
        <source>The game missed it</source>
        <translation>Das Spiel hat sie nicht erkannt</translation>
    </message>
    <message>
        <source>The game recognised it</source>
        <translation>Das Spiel hat sie erkannt</translation>
    </message>
    <message>
        <source>Wrong: {said}</source>
        <translation>Falsch: {said}</translation>
    </message>
    <message>
        <source>no word</source>
        <translation>kein Wort</translation>
    </message>
    <message>
        <source>the network says {category}, {share}</source>
        <translation>das Netz sagt {category}, {share}</translation>
    </message>
    <message>
        <source>{line} is no drawing: {reason}.</source>
        <translation>{line} ist keine Zeichnung: {reason}.</translation>
    </message>
    <message>
        <source>{line}: loading</source>
        <translation>{line}: wird geladen</translation>
    </message>
</context>
<context>
    <name>StatisticsWindow</name>
    <message>
        <source>1 line is no drawing.</source>
        <translation>1 Zeile ist keine Zeichnung.</translation>
    </message>
    <message>
        <source>1 sketch</source>
        <translation>1 Skizze</translation>
    </message>
    <message>
        <source>&lt;b&gt;Only a part of the file is counted.&lt;/b&gt;</source>
        <translation>&lt;b&gt;Nur ein Teil der Datei ist gezählt.&lt;/b&gt;</translation>
    </message>
    <message>
        <source>&lt;b&gt;{0}&lt;/b&gt;: {1}. &lt;b&gt;{2:.2f}%&lt;/b&gt; have at most {3} strokes (paper: {4:.2f}%); median {5} strokes, {6} points.</source>
        <translation>&lt;b&gt;{0}&lt;/b&gt;: {1}. &lt;b&gt;{2:.2f} %&lt;/b&gt; haben höchstens {3} Striche (Artikel: {4:.2f} %); Median {5} Striche, {6} Punkte.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Categories</source>
        <translation>Kategorien</translation>
    </message>
    <message>
        <source>Count Again</source>
        <translation>Neu zählen</translation>
    </message>
    <message>
        <source>Count the file that is open now</source>
        <translation>Die jetzt geöffnete Datei zählen</translation>
    </message>
    <message>
        <source>Countries</source>
        <translation>Länder</translation>
    </message>
    <message>
        <source>No drawings.</source>
        <translation>Keine Zeichnungen.</translation>
    </message>
    <message>
        <source>Nothing has been counted yet.</source>
        <translation>Noch wurde nichts gezählt.</translation>
    </message>
    <message>
        <source>Points per sketch</source>
        <translation>Punkte pro Skizze</translation>
    </message>
    <message>
        <source>Recognised by the game</source>
        <translation>Vom Spiel erkannt</translation>
    </message>
    <message>
        <source>Save CSV…</source>
        <translation>CSV speichern…</translation>
    </message>
    <message>
        <source>Save all counts as a table</source>
        <translation>Alle Zählungen als Tabelle speichern</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Statistics of the file</source>
        <translation>Statistik der Datei</translation>
    </message>
    <message>
        <source>Stop counting; what was counted stays</source>
        <translation>Zählen anhalten; was gezählt ist, bleibt</translation>
    </message>
    <message>
        <source>Strokes per sketch</source>
        <translation>Striche pro Skizze</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>sketches</source>
        <translation>Skizzen</translation>
    </message>
    <message>
        <source>strokes</source>
        <translation>Striche</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>{0:,} lines are no drawings.</source>
        <translation>{0} Zeilen sind keine Zeichnungen.</translation>
    </message>
    <message>
        <source>{0:,} sketches</source>
        <translation>{0} Skizzen</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel “{}”</source>
        <translation>„{}“ abbrechen</translation>
    </message>
    <message>
        <source>Mean time that the latest inversion steps took to compute</source>
        <translation>Mittlere Rechenzeit der letzten Inversionsschritte</translation>
    </message>
    <message>
        <source>Other work that is under way; choose some to stop it</source>
        <translation>Andere Arbeit, die gerade läuft; zum Abbrechen auswählen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Stop this work; what it has done so far is kept</source>
        <translation>Diese Arbeit anhalten; was bisher getan ist, bleibt</translation>
    </message>
    <message>
        <source>The network in use</source>
        <translation>Das verwendete Netz</translation>
    </message>
    <message>
        <source>Where the network computes</source>
        <translation>Worauf das Netz rechnet</translation>
    </message>
    <message>
        <source>and {} more</source>
        <translation>und {} weitere</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>, 1 line skipped</source>
        <translation>, 1 Zeile übersprungen</translation>
    </message>
    <message>
        <source>, at least {bad} skipped</source>
        <translation>, mindestens {bad} übersprungen</translation>
    </message>
    <message>
        <source>, none skipped</source>
        <translation>, keine übersprungen</translation>
    </message>
    <message>
        <source>, {bad} lines skipped</source>
        <translation>, {bad} Zeilen übersprungen</translation>
    </message>
    <message>
        <source>1 drawing</source>
        <translation>1 Zeichnung</translation>
    </message>
    <message>
        <source>Check lines</source>
        <translation>Zeilen prüfen</translation>
    </message>
    <message>
        <source>Number of drawings</source>
        <translation>Anzahl der Zeichnungen</translation>
    </message>
    <message>
        <source>Problems…</source>
        <translation>Probleme…</translation>
    </message>
    <message>
        <source>Read every line and list those that are no drawings</source>
        <translation>Jede Zeile lesen und die aufführen, die keine Zeichnungen sind</translation>
    </message>
    <message>
        <source>Show problems: the skipped lines, and what is wrong with them</source>
        <translation>Probleme zeigen: die übersprungenen Zeilen und was an ihnen falsch ist</translation>
    </message>
    <message>
        <source>{count} drawings</source>
        <translation>{count} Zeichnungen</translation>
    </message>
    <message>
        <source>{shown} of {count} shown</source>
        <translation>{shown} von {count} gezeigt</translation>
    </message>
    <message>
        <source>{text} so far</source>
        <translation>{text} bisher</translation>
    </message>
</context>
<context>
    <name>StrokeChoice</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Every stroke may move</source>
        <translation>Jeder Strich darf sich bewegen</translation>
    </message>
    <message>
        <source>Listed</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Numbers of the strokes that may move</source>
        <translation>Nummern der Striche, die sich bewegen dürfen</translation>
    </message>
    <message>
        <source>Numbers of the strokes that may move, counted from 1, as in 1, 3-5</source>
        <translation>Nummern der Striche, die sich bewegen dürfen, ab 1 gezählt, wie in 1, 3-5</translation>
    </message>
    <message>
        <source>Only the stroke that is selected on the canvas may move</source>
        <translation>Nur der auf der Zeichenfläche ausgewählte Strich darf sich bewegen</translation>
    </message>
    <message>
        <source>Only the strokes whose numbers you write may move</source>
        <translation>Nur die Striche, deren Nummern angegeben sind, dürfen sich bewegen</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>Strokes that may move</source>
        <translation>Striche, die sich bewegen dürfen</translation>
    </message>
    <message>
        <source>Which strokes may move; the others stay where they are</source>
        <translation>Welche Striche sich bewegen dürfen; die anderen bleiben, wo sie sind</translation>
    </message>
    <message>
        <source>as in 1, 3-5</source>
        <translation>wie in 1, 3-5</translation>
    </message>
</context>
<context>
    <name>StrokeDelegate</name>
    <message>
        <source>only a dot</source>
        <translation>nur ein Punkt</translation>
    </message>
</context>
<context>
    <name>StrokeGrid</name>
    <message>
        <source>{0} strokes</source>
        <translation>{0} Striche</translation>
    </message>
</context>
<context>
    <name>StrokeList</name>
    <message>
        <source>&amp;Delete Stroke</source>
        <translation>Strich &amp;löschen</translation>
    </message>
    <message>
        <source>Draw &amp;Earlier</source>
        <translation>&amp;Früher zeichnen</translation>
    </message>
    <message>
        <source>Draw &amp;First</source>
        <translation>&amp;Zuerst zeichnen</translation>
    </message>
    <message>
        <source>Draw &amp;Later</source>
        <translation>&amp;Später zeichnen</translation>
    </message>
    <message>
        <source>Draw La&amp;st</source>
        <translation>Zule&amp;tzt zeichnen</translation>
    </message>
    <message>
        <source>No strokes yet. Draw some, or open a sketch.</source>
        <translation>Noch keine Striche. Welche zeichnen oder eine Skizze öffnen.</translation>
    </message>
    <message>
        <source>Strokes</source>
        <translation>Striche</translation>
    </message>
</context>
<context>
    <name>StrokeModel</name>
    <message>
        <source>1 point</source>
        <translation>1 Punkt</translation>
    </message>
    <message>
        <source>; the network sees {0}</source>
        <translation>; das Netz sieht {0}</translation>
    </message>
    <message>
        <source>Drawn with {0}</source>
        <translation>Gezeichnet mit {0}</translation>
    </message>
    <message>
        <source>Location: starts at {0}; the middle is (0, 0)</source>
        <translation>Ort: beginnt bei {0}; die Mitte ist (0, 0)</translation>
    </message>
    <message>
        <source>Made up of: {0}</source>
        <translation>Besteht aus: {0}</translation>
    </message>
    <message>
        <source>Stroke {0}</source>
        <translation>Strich {0}</translation>
    </message>
    <message>
        <source>Stroke {0} of {1}</source>
        <translation>Strich {0} von {1}</translation>
    </message>
    <message>
        <source>The network has no slot for this stroke and does not see it.</source>
        <translation>Das Netz hat keinen Platz für diesen Strich und sieht ihn nicht.</translation>
    </message>
    <message>
        <source>location</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>starts at {0}</source>
        <translation>beginnt bei {0}</translation>
    </message>
    <message>
        <source>{0} points</source>
        <translation>{0} Punkte</translation>
    </message>
</context>
<context>
    <name>StrokeView</name>
    <message>
        <source>Click to look at it on the canvas, double-click or Enter to change the sketch.</source>
        <translation>Klicken zeigt sie auf der Zeichenfläche, Doppelklick oder Eingabe ändert die Skizze.</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>Wird berechnet…</translation>
    </message>
    <message>
        <source>Here {0:.3f}, at the mark {1:.3f} ({2}).</source>
        <translation>Hier {0:.3f}, an der Marke {1:.3f} ({2}).</translation>
    </message>
    <message>
        <source>It is at its best place already ({0:.3f}).</source>
        <translation>Er ist schon an seinem besten Platz ({0:.3f}).</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Halten</translation>
    </message>
    <message>
        <source>Move There</source>
        <translation>Hinbewegen</translation>
    </message>
    <message>
        <source>Move the stroke to the best place, as one edit that can be undone</source>
        <translation>Den Strich an den besten Platz bewegen, als eine Änderung, die sich rückgängig machen lässt</translation>
    </message>
    <message>
        <source>Select a stroke, on the canvas or in any list, to see where the network wants it.</source>
        <translation>Einen Strich auf der Zeichenfläche oder in einer Liste auswählen, um zu sehen, wo das Netz ihn haben will.</translation>
    </message>
    <message>
        <source>Stay with this stroke, so that another one can be selected and dragged meanwhile</source>
        <translation>Bei diesem Strich bleiben, damit inzwischen ein anderer ausgewählt und gezogen werden kann</translation>
    </message>
    <message>
        <source>Stroke {0}</source>
        <translation>Strich {0}</translation>
    </message>
    <message>
        <source>Stroke {0} {1}: {2} {3:.1f}%</source>
        <translation>Strich {0} {1}: {2} {3:.1f} %</translation>
    </message>
    <message>
        <source>The network has no slot for this stroke and does not see it.</source>
        <translation>Das Netz hat keinen Platz für diesen Strich und sieht ihn nicht.</translation>
    </message>
    <message>
        <source>This stroke</source>
        <translation>Strich</translation>
    </message>
    <message>
        <source>What if it were…</source>
        <translation>Was, wenn er so wäre…</translation>
    </message>
    <message>
        <source>{0} with stroke {1} there</source>
        <translation>{0} mit Strich {1} dort</translation>
    </message>
    <message>
        <source>{0} with the stroke there: from {1:.3f} (pale) to {2:.3f} (strong).</source>
        <translation>{0} mit dem Strich dort: von {1:.3f} (blass) bis {2:.3f} (kräftig).</translation>
    </message>
</context>
<context>
    <name>TakeAway</name>
    <message>
        <source>&amp;Copy Image</source>
        <translation>Bild &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy this view or save it as a picture or as data</source>
        <translation>Diese Ansicht kopieren oder als Bild oder Daten speichern</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>PNG picture (*.png);;SVG drawing (*.svg)</source>
        <translation>PNG-Bild (*.png);;SVG-Zeichnung (*.svg)</translation>
    </message>
    <message>
        <source>Save &amp;Data…</source>
        <translation>&amp;Daten speichern…</translation>
    </message>
    <message>
        <source>Save &amp;Image…</source>
        <translation>&amp;Bild speichern…</translation>
    </message>
    <message>
        <source>Save Data</source>
        <translation>Daten speichern</translation>
    </message>
    <message>
        <source>Save Image</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation>{0} gespeichert.</translation>
    </message>
    <message>
        <source>Table (*.csv);;JSON (*.json)</source>
        <translation>Tabelle (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>The picture is on the clipboard.</source>
        <translation>Das Bild ist in der Zwischenablage.</translation>
    </message>
</context>
<context>
    <name>TakeOut</name>
    <message>
        <source>Drag out or copy the picture</source>
        <translation>Das Bild herausziehen oder kopieren</translation>
    </message>
    <message>
        <source>Drag this into a folder or another program: the sketch as a picture, a shown run as an animation</source>
        <translation>In einen Ordner oder ein anderes Programm ziehen: die Skizze als Bild, ein gezeigter Lauf als Animation</translation>
    </message>
    <message>
        <source>Making the animation</source>
        <translation>Animation entsteht</translation>
    </message>
</context>
<context>
    <name>TestsView</name>
    <message>
        <source>Are they true?</source>
        <translation>Stimmt es?</translation>
    </message>
    <message>
        <source>Bold: best of its column. Pale: no better than the random control. Arrows: whether higher or lower is better.</source>
        <translation>Fett: am besten in der Spalte. Blass: nicht besser als die Zufallskontrolle. Pfeile: ob höher oder niedriger besser ist.</translation>
    </message>
    <message>
        <source>Enlarge</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Every method claims to know which strokes count. Run the tests to see whose claims hold: strokes are taken away and put back, locations jitter, and the network's weights are made random.</source>
        <translation>Jedes Verfahren behauptet zu wissen, welche Striche zählen. Die Tests zeigen, was davon stimmt: Striche werden weggenommen und zurückgelegt, Orte zittern, und die Gewichte des Netzes werden zufällig.</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Put methods to the test on many drawings of the opened file</source>
        <translation>Verfahren an vielen Zeichnungen der geöffneten Datei prüfen</translation>
    </message>
    <message>
        <source>Put the checked methods, and a random explanation as control, to the test</source>
        <translation>Die angekreuzten Verfahren und eine Zufallserklärung als Kontrolle prüfen</translation>
    </message>
    <message>
        <source>Run Tests</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Show the whole table, with all its columns, in a window of its own</source>
        <translation>Die ganze Tabelle mit allen Spalten in einem eigenen Fenster zeigen</translation>
    </message>
    <message>
        <source>Which methods are put to the test</source>
        <translation>Welche Verfahren geprüft werden</translation>
    </message>
    <message>
        <source>Whole File…</source>
        <translation>Ganze Datei…</translation>
    </message>
    <message>
        <source>Why {0}?</source>
        <translation>Warum {0}?</translation>
    </message>
    <message>
        <source>With one stroke every explanation is the same.</source>
        <translation>Bei nur einem Strich ist jede Erklärung gleich.</translation>
    </message>
    <message>
        <source>against</source>
        <translation>dagegen</translation>
    </message>
    <message>
        <source>for</source>
        <translation>dafür</translation>
    </message>
    <message>
        <source>little</source>
        <translation>wenig</translation>
    </message>
    <message>
        <source>logit</source>
        <translation>Logit</translation>
    </message>
    <message>
        <source>much</source>
        <translation>viel</translation>
    </message>
    <message>
        <source>orders close up</source>
        <translation>Plätze rücken auf</translation>
    </message>
    <message>
        <source>orders stay</source>
        <translation>Plätze bleiben</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
</context>
<context>
    <name>TextWindow</name>
    <message>
        <source>&amp;Copy All</source>
        <translation>Alles &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Aktualisieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No line has these words.</source>
        <translation>In keiner Zeile stehen diese Wörter.</translation>
    </message>
    <message>
        <source>Nothing has been noted.</source>
        <translation>Es wurde nichts vermerkt.</translation>
    </message>
    <message>
        <source>Show &amp;Folder</source>
        <translation>&amp;Ordner zeigen</translation>
    </message>
    <message>
        <source>Show only lines with ...</source>
        <translation>Nur Zeilen zeigen mit ...</translation>
    </message>
    <message>
        <source>Words to look for</source>
        <translation>Gesuchte Wörter</translation>
    </message>
</context>
<context>
    <name>TimeChart</name>
    <message>
        <source>Probability of the target after each stroke</source>
        <translation>Wahrscheinlichkeit des Ziels nach jedem Strich</translation>
    </message>
</context>
<context>
    <name>TimeView</name>
    <message>
        <source>After stroke {0} of {1}</source>
        <translation>Nach Strich {0} von {1}</translation>
    </message>
    <message>
        <source>Click a moment to see the sketch as it was then; Esc goes back.</source>
        <translation>Klick auf einen Augenblick zeigt die Skizze, wie sie da war; Esc geht zurück.</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>Wird berechnet…</translation>
    </message>
    <message>
        <source>Keep These</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Keep only the strokes up to this moment, as one edit that can be undone</source>
        <translation>Nur die Striche bis zu diesem Augenblick behalten, als eine Änderung, die sich rückgängig machen lässt</translation>
    </message>
    <message>
        <source>Time line</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>{0} after each stroke</source>
        <translation>{0} nach jedem Strich</translation>
    </message>
</context>
<context>
    <name>Title</name>
    <message>
        <source>Hide this panel; the View menu and the buttons above show it again</source>
        <translation>Diesen Bereich verbergen; das Menü „Ansicht“ und die Knöpfe oben zeigen ihn wieder</translation>
    </message>
    <message>
        <source>Hide “{}”</source>
        <translation>„{}“ verbergen</translation>
    </message>
</context>
<context>
    <name>TrainingController</name>
    <message>
        <source>Keeping what was learned</source>
        <translation>Gelerntes wird aufgehoben</translation>
    </message>
    <message>
        <source>No drawing was kept yet: a drawing is kept when you leave it.</source>
        <translation>Noch wurde keine Zeichnung aufgehoben: Das geschieht, wenn man sie verlässt.</translation>
    </message>
    <message>
        <source>Reading drawings</source>
        <translation>Zeichnungen werden gelesen</translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation>{0} gespeichert.</translation>
    </message>
    <message>
        <source>Saving {0}</source>
        <translation>{0} wird gespeichert</translation>
    </message>
    <message>
        <source>There is nothing on the canvas.</source>
        <translation>Auf der Zeichenfläche ist nichts.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Training, step {0:,} of {1:,}</source>
        <translation>Training, Schritt {0} von {1}</translation>
    </message>
    <message>
        <source>canvas</source>
        <translation>Zeichenfläche</translation>
    </message>
</context>
<context>
    <name>TrainingWindow</name>
    <message>
        <source>1  &amp;Drawings</source>
        <translation>1  &amp;Zeichnungen</translation>
    </message>
    <message>
        <source>2  &amp;Training</source>
        <translation>2  &amp;Training</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Stop; what there is by then is kept</source>
        <translation>Anhalten; was bis dahin da ist, bleibt</translation>
    </message>
    <message>
        <source>Train on My Sketches</source>
        <translation>Mit meinen Skizzen trainieren</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>&amp;Watch</source>
        <translation>&amp;Zusehen</translation>
    </message>
    <message>
        <source>A run is going on. Stop it to start another.</source>
        <translation>Ein Lauf ist im Gang. Erst nach dem Stopp kann ein anderer beginnen.</translation>
    </message>
    <message>
        <source>End the run and keep the steps it has</source>
        <translation>Den Lauf beenden und seine Schritte behalten</translation>
    </message>
    <message>
        <source>Go on with the run</source>
        <translation>Den Lauf fortsetzen</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>Es läuft nichts.</translation>
    </message>
    <message>
        <source>On: each step is shown before the next is taken. Off: as fast as it goes; all steps are recorded.</source>
        <translation>An: Jeder Schritt wird gezeigt, bevor der nächste kommt. Aus: so schnell es geht; alle Schritte werden aufgezeichnet.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start the inversion with these settings</source>
        <translation>Die Inversion mit diesen Einstellungen starten</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Steps per second</source>
        <translation>Schritte pro Sekunde</translation>
    </message>
    <message>
        <source>Steps per second while watching ({0} to {1})</source>
        <translation>Schritte pro Sekunde beim Zusehen ({0} bis {1})</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Take one more step and wait</source>
        <translation>Noch einen Schritt machen und warten</translation>
    </message>
    <message>
        <source>Wait after this step</source>
        <translation>Nach diesem Schritt warten</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>{0} steps/s</source>
        <translation>{0} Schritte/s</translation>
    </message>
</context>
<context>
    <name>WhatIfList</name>
    <message>
        <source>What if</source>
        <translation>Was wäre, wenn</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>larger</source>
        <translation>größer</translation>
    </message>
    <message>
        <source>look-alike {0}</source>
        <translation>ähnlich: {0}</translation>
    </message>
    <message>
        <source>mirrored ↔</source>
        <translation>gespiegelt ↔</translation>
    </message>
    <message>
        <source>mirrored ↕</source>
        <translation>gespiegelt ↕</translation>
    </message>
    <message>
        <source>order of {0}</source>
        <translation>Reihenfolge von {0}</translation>
    </message>
    <message>
        <source>smaller</source>
        <translation>kleiner</translation>
    </message>
    <message>
        <source>turned left</source>
        <translation>nach links gedreht</translation>
    </message>
    <message>
        <source>turned over</source>
        <translation>umgedreht</translation>
    </message>
    <message>
        <source>turned right</source>
        <translation>nach rechts gedreht</translation>
    </message>
</context>
<context>
    <name>WordBox</name>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
</context>
<context>
    <name>WordDialog</name>
    <message>
        <source>&amp;What does the sketch show?</source>
        <translation>&amp;Was zeigt die Skizze?</translation>
    </message>
    <message>
        <source>Nothing: the sketch has no word then.</source>
        <translation>Nichts: Die Skizze hat dann kein Wort.</translation>
    </message>
    <message>
        <source>The network does not know this category; it can be trained on your sketches.</source>
        <translation>Das Netz kennt diese Kategorie nicht; es kann mit eigenen Skizzen trainiert werden.</translation>
    </message>
    <message>
        <source>This Is a…</source>
        <translation>Das ist…</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Ablation-CAM</source>
        <translation>Ablation-CAM</translation>
    </message>
    <message>
        <source>Anchors</source>
        <translation>Anchors</translation>
    </message>
    <message>
        <source>Attention followed through all layers, counting only where more of it would raise the output.</source>
        <translation>Attention, durch alle Schichten verfolgt; gezählt wird nur, wo mehr davon die Ausgabe erhöhen würde.</translation>
    </message>
    <message>
        <source>Attention rollout</source>
        <translation>Attention-Rollout</translation>
    </message>
    <message>
        <source>Comprehensiveness</source>
        <translation>Umfassendheit</translation>
    </message>
    <message>
        <source>Deletion</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Deletion AUC</source>
        <translation>Lösch-AUC</translation>
    </message>
    <message>
        <source>Drawn by lot: whatever is no better than this says nothing.</source>
        <translation>Ausgelost: Was nicht besser ist als das, sagt nichts.</translation>
    </message>
    <message>
        <source>Exact Shapley</source>
        <translation>Shapley, exakt</translation>
    </message>
    <message>
        <source>FullGrad</source>
        <translation>FullGrad</translation>
    </message>
    <message>
        <source>Grad-CAM</source>
        <translation>Grad-CAM</translation>
    </message>
    <message>
        <source>Gradient × input</source>
        <translation>Gradient × Eingabe</translation>
    </message>
    <message>
        <source>Gradient × input plus what the biases of all layers add at the stroke's token.</source>
        <translation>Gradient × Eingabe und dazu, was die Biases aller Schichten am Token des Strichs beitragen.</translation>
    </message>
    <message>
        <source>Gradient-weighted attention</source>
        <translation>Attention mit Gradient</translation>
    </message>
    <message>
        <source>How badly summed scores, on their best scale, foretell what moving strokes a little does (mean square).</source>
        <translation>Wie schlecht summierte Werte, auf ihrer besten Skala, vorhersagen, was kleine Bewegungen der Striche bewirken (mittleres Quadrat).</translation>
    </message>
    <message>
        <source>How badly summed scores, on their best scale, foretell what removing strokes does (mean square).</source>
        <translation>Wie schlecht summierte Werte, bestmöglich skaliert, vorhersagen, was das Entfernen von Strichen bewirkt (mittleres Quadrat).</translation>
    </message>
    <message>
        <source>How far stroke location inversion moves the stroke from scattered places until the target is seen.</source>
        <translation>Wie weit die Inversion der Strichorte den Strich von verstreuten Plätzen bewegt, bis das Ziel zu sehen ist.</translation>
    </message>
    <message>
        <source>How much of the stroke reaches the classification token when attention is followed through all layers.</source>
        <translation>Wie viel vom Strich das Klassifikations-Token erreicht, wenn man die Attention durch alle Schichten verfolgt.</translation>
    </message>
    <message>
        <source>How much of what inversion has won is lost when this stroke goes back to where it was scattered.</source>
        <translation>Wie viel vom Gewinn der Inversion verloren geht, wenn dieser Strich dorthin zurückkehrt, wohin er verstreut war.</translation>
    </message>
    <message>
        <source>How much the last layer's classification token looks at the stroke.</source>
        <translation>Wie sehr das Klassifikations-Token der letzten Schicht auf den Strich schaut.</translation>
    </message>
    <message>
        <source>How much the output falls when this stroke alone is taken away.</source>
        <translation>Wie sehr die Ausgabe sinkt, wenn nur dieser Strich weggenommen wird.</translation>
    </message>
    <message>
        <source>How much the output falls with only the top 1, 5, 10, 20 and 50 % of the strokes, on average.</source>
        <translation>Wie sehr die Ausgabe mit nur den obersten 1, 5, 10, 20 und 50 % der Striche im Mittel sinkt.</translation>
    </message>
    <message>
        <source>How much the output falls without the top 1, 5, 10, 20 and 50 % of the strokes, on average.</source>
        <translation>Wie sehr die Ausgabe ohne die obersten 1, 5, 10, 20 und 50 % der Striche im Mittel sinkt.</translation>
    </message>
    <message>
        <source>How much the output would change, by its slope here, if the stroke's token shrank to nothing.</source>
        <translation>Wie sehr sich die Ausgabe nach ihrer Steigung hier ändern würde, wenn das Token des Strichs auf null schrumpfte.</translation>
    </message>
    <message>
        <source>How strongly the stroke shows those features of the last layer that raise the output.</source>
        <translation>Wie stark der Strich die Merkmale der letzten Schicht zeigt, die die Ausgabe erhöhen.</translation>
    </message>
    <message>
        <source>How strongly the stroke shows those features of the last layer whose removal lowers the output.</source>
        <translation>Wie stark der Strich die Merkmale der letzten Schicht zeigt, deren Wegfall die Ausgabe senkt.</translation>
    </message>
    <message>
        <source>Infidelity (moved)</source>
        <translation>Untreue (bewegt)</translation>
    </message>
    <message>
        <source>Infidelity (removed)</source>
        <translation>Untreue (entfernt)</translation>
    </message>
    <message>
        <source>Infidelity, strokes moved</source>
        <translation>Untreue, Striche bewegt</translation>
    </message>
    <message>
        <source>Infidelity, strokes removed</source>
        <translation>Untreue, Striche entfernt</translation>
    </message>
    <message>
        <source>Insertion</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Insertion AUC</source>
        <translation>Einfüge-AUC</translation>
    </message>
    <message>
        <source>Integrated gradients</source>
        <translation>Integrierte Gradienten</translation>
    </message>
    <message>
        <source>Inversion displacement</source>
        <translation>Inversion: Verschiebung</translation>
    </message>
    <message>
        <source>Inversion gain</source>
        <translation>Inversion: Gewinn</translation>
    </message>
    <message>
        <source>Its fair share: what the stroke adds to the output, averaged over all orders in which strokes can join.</source>
        <translation>Sein gerechter Anteil: was der Strich zur Ausgabe beiträgt, gemittelt über alle Reihenfolgen, in denen Striche hinzukommen können.</translation>
    </message>
    <message>
        <source>KernelSHAP</source>
        <translation>KernelSHAP</translation>
    </message>
    <message>
        <source>LIME</source>
        <translation>LIME</translation>
    </message>
    <message>
        <source>Last-layer attention</source>
        <translation>Attention, letzte Schicht</translation>
    </message>
    <message>
        <source>Leave one out</source>
        <translation>Einen weglassen</translation>
    </message>
    <message>
        <source>Max-sensitivity</source>
        <translation>Maximale Empfindlichkeit</translation>
    </message>
    <message>
        <source>Random (control)</source>
        <translation>Zufall (Kontrolle)</translation>
    </message>
    <message>
        <source>Random network</source>
        <translation>Zufallsnetz</translation>
    </message>
    <message>
        <source>Rank correlation with exact Shapley</source>
        <translation>Rangkorrelation mit exaktem Shapley</translation>
    </message>
    <message>
        <source>Sensitivity-n</source>
        <translation>Sensitivity-n</translation>
    </message>
    <message>
        <source>Shapley rank</source>
        <translation>Shapley-Rang</translation>
    </message>
    <message>
        <source>Shapley values, estimated by a weighted linear fit to random removals.</source>
        <translation>Shapley-Werte, geschätzt durch eine gewichtete lineare Anpassung an zufälliges Weglassen.</translation>
    </message>
    <message>
        <source>Similarity after randomising the network</source>
        <translation>Ähnlichkeit nach Verwürfeln des Netzes</translation>
    </message>
    <message>
        <source>Sufficiency</source>
        <translation>Hinlänglichkeit</translation>
    </message>
    <message>
        <source>The fewest strokes that hold the answer whatever happens to the others; how much each is needed for that.</source>
        <translation>Die wenigsten Striche, die die Antwort halten, was auch mit den anderen geschieht; wie sehr jeder dafür gebraucht wird.</translation>
    </message>
    <message>
        <source>The mean output while strokes are added to nothing, the highest score first.</source>
        <translation>Die mittlere Ausgabe, während Striche zu nichts hinzugefügt werden, der höchste Wert zuerst.</translation>
    </message>
    <message>
        <source>The mean output while strokes are taken away, the highest score first.</source>
        <translation>Die mittlere Ausgabe, während Striche weggenommen werden, der höchste Wert zuerst.</translation>
    </message>
    <message>
        <source>The most that scores change, relative to their size, when locations jitter by 0.02.</source>
        <translation>Wie sehr sich Werte im Verhältnis zu ihrer Größe höchstens ändern, wenn Orte um 0.02 zittern.</translation>
    </message>
    <message>
        <source>The slope summed up on the way from an empty slot to the stroke's token.</source>
        <translation>Die Steigung, aufsummiert auf dem Weg von einem leeren Platz zum Token des Strichs.</translation>
    </message>
    <message>
        <source>The stroke's weight in a linear model of the output, fitted to random removals near the sketch.</source>
        <translation>Das Gewicht des Strichs in einem linearen Modell der Ausgabe, angepasst an zufälliges Weglassen nahe der Skizze.</translation>
    </message>
    <message>
        <source>Whether strokes are ranked as by their exact Shapley values (Spearman, -1 to 1).</source>
        <translation>Ob Striche so geordnet sind wie nach ihren exakten Shapley-Werten (Spearman, -1 bis 1).</translation>
    </message>
    <message>
        <source>Whether strokes are still ranked the same when every weight is random: then scores ignore the network.</source>
        <translation>Ob Striche noch gleich geordnet sind, wenn jedes Gewicht zufällig ist: Dann beachten die Werte das Netz nicht.</translation>
    </message>
    <message>
        <source>Whether summed scores foretell what removing several strokes does (correlation, mean over n).</source>
        <translation>Ob summierte Werte vorhersagen, was das Entfernen mehrerer Striche bewirkt (Korrelation, Mittel über n).</translation>
    </message>
</context>
<context>
    <name>WorkBar</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
</context>
<context>
    <name>Workers</name>
    <message>
        <source>Checking {}</source>
        <translation>{} wird geprüft</translation>
    </message>
    <message>
        <source>Indexing {}</source>
        <translation>{} wird eingelesen</translation>
    </message>
    <message>
        <source>Reading the words of {}</source>
        <translation>Wörter von {} werden gelesen</translation>
    </message>
    <message>
        <source>Saving {}</source>
        <translation>{} wird gespeichert</translation>
    </message>
</context>
<context>
    <name>_Bars</name>
    <message>
        <source>What the answer looks at</source>
        <translation>Worauf die Antwort schaut</translation>
    </message>
</context>
<context>
    <name>_Change</name>
    <message>
        <source>A smaller one may exist.</source>
        <translation>Vielleicht gibt es eine kleinere.</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Change the sketch like that; undo brings it back</source>
        <translation>Die Skizze so ändern; Rückgängig bringt sie zurück</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>No smaller one does.</source>
        <translation>Eine kleinere gibt es nicht.</translation>
    </message>
    <message>
        <source>Orders {0} and {1} swapped.</source>
        <translation>Reihenfolgen {0} und {1} getauscht.</translation>
    </message>
    <message>
        <source>Show the changed sketch on the canvas; Esc goes back</source>
        <translation>Die geänderte Skizze auf der Zeichenfläche zeigen; Esc geht zurück</translation>
    </message>
    <message>
        <source>Strokes {0} moved by {1:.0f}% of the sketch in all.</source>
        <translation>Striche {0} zusammen um {1:.0f} % der Skizze bewegt.</translation>
    </message>
    <message>
        <source>This does not flip it, but comes nearest.</source>
        <translation>Das kippt sie nicht, kommt dem aber am nächsten.</translation>
    </message>
    <message>
        <source>Without stroke {0}.</source>
        <translation>Ohne Strich {0}.</translation>
    </message>
    <message>
        <source>Without strokes {0}.</source>
        <translation>Ohne die Striche {0}.</translation>
    </message>
</context>
<context>
    <name>_Legend</name>
    <message>
        <source>Colours of the bars: {0}</source>
        <translation>Farben der Balken: {0}</translation>
    </message>
    <message>
        <source>How much order, shape and location make up of what the network sees of a stroke</source>
        <translation>Wie viel Reihenfolge, Form und Ort an dem ausmachen, was das Netz von einem Strich sieht</translation>
    </message>
    <message>
        <source>location</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>Form</translation>
    </message>
</context>
<context>
    <name>_Model</name>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>Zeichnungen</translation>
    </message>
    <message>
        <source>Learned from</source>
        <translation>Gelernt aus</translation>
    </message>
    <message>
        <source>Taken for</source>
        <translation>Gehalten für</translation>
    </message>
    <message>
        <source>Top-1</source>
        <translation>Top-1</translation>
    </message>
    <message>
        <source>Top-5</source>
        <translation>Top-5</translation>
    </message>
    <message>
        <source>{0} ({1:,})</source>
        <translation>{0} ({1})</translation>
    </message>
</context>
<context>
    <name>_Panels</name>
    <message>
        <source>What to show of the stroke</source>
        <translation>Was vom Strich gezeigt wird</translation>
    </message>
</context>
</TS>
