"""Figures that others published: facts, taken from California's record of its schools in 2000 and
from the printed results of R's `survey` 4.5 for them.

Fifteen school districts were drawn out of 757 and all their schools taken. Each entry is a school:
its type (E, M, H), its index in 2000, and whether it met its target for the whole school.
"""

from __future__ import annotations

SCHOOLS = {
    637: "H608y E684y E612y E710y E729y E714y E759y E585y E625y M664y M669y",
    437: "H443y E467y M482y E496y",
    778: "M411n E494y",
    197: "E493y M592n E550y M689y M598n E628y E652y E628y E832y E777y E709y E709n E736y",
    406: "E561y E555y",
    815: "H696n M631n E564y E602y",
    178: "H529y E491y E510y M547n",
    255: "E814y E806y E715y E785y M720y E905y M617y E630y E629y E696y E476y E757y E825y E595y "
    "E552n M847y",
    568: "H714y H724y H687n H723y E662y E699n E807y M679y E691y",
    135: "E622y E754y E655y E764y E795y E505y E638n E733y E523y E511y E710y E657y E602y E490y "
    "E664n E651y E603y E698y E511y E814y E669y E711n E538y E705y E595y E551y E762y E521y E709y "
    "E780y E780y E722y E828y E737y",
    510: "H595n H661y E502y M614n E585y E582y M642y E536y E746y E667y E629n E745y E674y E637y "
    "E696y E632y E639y E745y E789y M656y E789y",
    716: "H517y H478y H582y E592y E587y E553y E516y E535y E566y E481n E472y E559y E610y E599y "
    "E551y E554y E561n E505n E492n E504y E487y E627y E465y E529y E625y E436y E542y E515n M461y "
    "M528y M512y M508y E670y E760y E652y E546y E717y",
    61: "E701y E748y E735y M699n E685y E827y M711y E677y M759n E697y E742y E691y E700y",
    413: "E551y",
    448: "H703y E676y E714y E842y E824y E717y E836y M733y E719y M817y E749y E781y",
}
WEIGHT = 33.846996307373
DISTRICTS = 757
TYPES = {"E": 4421.0, "H": 755.0, "M": 1018.0}
MET = {"n": 1000.0, "y": 5194.0}

# R's survey 4.5: svymean(~api00) of svydesign(id=~dnum, weights=~pw, fpc=~fpc), of the same without
# fpc, after postStratify(~stype), and after rake(~stype, ~sch.wide) until it has settled
MEAN, ERROR = 644.169398907105, 23.542240693781
ERROR_WITHOUT_FPC = 23.7790107208869
AFTER_TYPES, ERROR_AFTER_TYPES = 642.310788211584, 23.9204864450905
ERROR_AFTER_RAKING = 23.745841047537  # residuals of each margin in turn; ours are of both at once

# Lohr, Sampling: Design and Analysis, example 5.2: marks of four students in each of five of 100
# suites; the mean 2.826 and its error 0.164 are printed there.
MARKS = (
    (3.08, 2.60, 3.44, 3.04),
    (2.36, 3.04, 3.28, 2.68),
    (2.00, 2.56, 2.52, 1.88),
    (3.00, 2.88, 3.44, 3.64),
    (2.68, 1.92, 3.28, 3.20),
)
