/* game.js: the ring GAN, trained in the page, with batch norm where the reader puts it. */

interactive.figure("game", function (stage) {
  const { html, svg, text, line, path, whole, button, choice, scale } = interactive;
  const DOTS = 500, GRID = 32, REACH = 3, HEAD = 6, MODES = 8, RADIUS = 2, SD = 0.05;
  const PLACES = [[0, "nowhere"], [1, "generator"], [4, "discriminator"],
    [5, "both"]]; /* gan.h's NormPlaces */
  const COLORS = { 0: "orange", 1: "green", 4: "purple", 5: "blue" };
  let norms = 1, trained = 1, seed = 1, curve = [], past = [];

  /* The struct of game.c. */
  const memory = () => stage.doubles(stage.call("game_memory"), HEAD + 2 * DOTS + GRID * GRID);
  const facts = () => {
    const [step, steps, dLoss, gLoss, modes, good] = memory();
    return { step, steps, dLoss, gLoss, modes, good };
  };

  function look() {
    stage.call("game_look");
    const { step, good } = facts();
    curve.push([step, good]);
    show();
  }

  function restart() {
    if (curve.length > 5)
      past = past.filter(run => run.norms !== trained).concat({ norms: trained, curve });
    trained = norms;
    curve = [];
    stage.call("game_start", norms, seed);
    look();
  }

  /* A frame trains for 14 milliseconds. It is looked at a few times a second. */
  let waited = 0;
  const play = stage.runner(elapsed => {
    const from = performance.now();
    while (performance.now() - from < 14) stage.call("game_steps", 1);
    const { step, steps } = facts();
    waited += elapsed;
    if (step >= steps) play.running = false;
    if (waited > (stage.reduced ? 1500 : 200) || step >= steps) { waited = 0; look(); }
  }, on => {
    go.textContent = on ? "Pause" : "Train";
    if (!on) show();
  });

  /* ---- The drawing ---- */

  stage.live.classList.add("terse");
  const plot = stage.plot("Left the ring with the generator's samples, " +
    "right the share of good samples over the steps", build);
  let at, up, dots, opinion, lines, says, along, share, title;

  function build(width) {
    const wide = width > 520, size = wide ? Math.min(360, width * 0.56) : Math.min(width, 330);
    const left = wide ? size + 66 : 44, top = wide ? 40 : size + 80, right = width - 6,
      bottom = top + (wide ? size - 78 : 150);
    const height = Math.max(size + 28, bottom + 44);
    plot.setAttribute("viewBox", `0 0 ${width} ${height}`);
    plot.setAttribute("height", height);
    const start = wide ? 0 : (width - size) / 2;
    at = scale(-REACH, REACH, start, start + size);
    up = scale(-REACH, REACH, size, 0);
    along = scale(0, facts().steps, left, right);
    share = scale(0, 1, bottom, top);
    dots = svg("path", { fill: "none", stroke: "orange", "stroke-width": 3,
      "stroke-linecap": "round", "stroke-opacity": 0.75 });
    opinion = svg("g");
    lines = svg("g");
    says = text(start, size + 20, "", { fill: "ink", "font-weight": 600 });
    title = text(left - 42, top - 16, "share of good samples",
      { fill: "ink", "font-weight": 600, "font-size": 13.5 });
    plot.replaceChildren(svg("g", { "aria-hidden": true },
      svg("rect", { x: start, y: 0, width: size, height: size, rx: 4, fill: "faint",
        opacity: 0.3 }), opinion,
      ...Array.from({ length: MODES }, (_, k) => svg("circle", {
        cx: at(RADIUS * Math.cos(k * Math.PI / 4)).toFixed(1),
        cy: up(RADIUS * Math.sin(k * Math.PI / 4)).toFixed(1),
        r: (at(3 * SD) - at(0) + 2).toFixed(1), fill: "none", stroke: "ink",
        "stroke-width": 1.25 })),
      dots, says, title,
      ...[0, 0.25, 0.5, 0.75, 1].flatMap(v => [line(left, share(v), right, share(v), {}),
        text(left - 6, share(v) + 4, `${whole(v * 100)}%`,
          { "text-anchor": "end", "font-size": 12 })]),
      ...[0, 2000, 4000].map(v => text(along(v), bottom + 18, whole(v),
        { "text-anchor": v ? "end" : "start", "font-size": 12 })),
      text((left + right) / 2, bottom + 36, "steps", { "text-anchor": "middle", "font-size": 12 }),
      lines));
    show();
  }

  /* Where the discriminator leans towards "real": four shades of its logit. */
  function shades(logits) {
    const cell = (at(REACH) - at(-REACH)) / GRID, parts = ["", "", "", ""];
    const left = at(-REACH);
    logits.forEach((logit, i) => {
      const shade = Math.min(3, Math.floor((logit + 0.25) / 0.5));
      if (!(shade >= 0)) return;
      const x = left + i % GRID * cell, y = Math.floor(i / GRID) * cell;
      parts[shade] += `M${x.toFixed(1)},${y.toFixed(1)}` +
        `h${(cell + 0.3).toFixed(1)}v${(cell + 0.3).toFixed(1)}h${(-cell - 0.3).toFixed(1)}z`;
    });
    return parts.map((d, shade) =>
      svg("path", { d: d || "M0,0", fill: "blue", "fill-opacity": 0.1 + 0.09 * shade }));
  }

  /* Each run's name, at the end of its line; one below the other where they would meet. */
  function names() {
    const runs = [...past.filter(p => p.norms !== norms), { norms, curve }]
      .filter(r => r.curve.length > 1)
      .map(r => ({ color: COLORS[r.norms], name: PLACES.find(([bits]) => bits === r.norms)[1],
        end: r.curve[r.curve.length - 1] }))
      .map(r => ({ ...r, x: along(r.end[0]), y: share(r.end[1]) - 8 })).sort((a, b) => a.y - b.y);
    runs.forEach((r, i) => { if (i > 0) r.y = Math.max(r.y, runs[i - 1].y + 15); });
    return runs.map(r =>
      text(r.x, r.y, r.name, { class: "clear", fill: r.color, "font-size": 12.5, "font-weight": 600,
      "text-anchor": r.x > (along(0) + along(4000)) / 2 ? "end" : "start" }));
  }

  const percent = share => `${whole(100 * share)}%`;

  function show() {
    if (!dots) return;
    const m = memory(), now = facts();
    let d = "";
    for (let n = 0; n < DOTS; n++) {
      const [x, y] = [m[HEAD + 2 * n], m[HEAD + 2 * n + 1]];
      if (Math.abs(x) < REACH && Math.abs(y) < REACH)
        d += `M${at(x).toFixed(1)},${up(y).toFixed(1)}h0`;
    }
    dots.setAttribute("d", d || "M0,0");
    opinion.replaceChildren(...shades(Array.from(m.subarray(HEAD + 2 * DOTS))));
    const run = (points, color, attributes) =>
      path(points.map(([step, good]) => [along(step), share(good)]),
      { stroke: color, ...attributes });
    lines.replaceChildren(...past.filter(p => p.norms !== norms)
      .map(p => run(p.curve, COLORS[p.norms], { "stroke-width": 1.5, opacity: 0.55 })),
      run(curve, COLORS[norms], { "stroke-width": 2.5 }), ...names());
    const place = PLACES.find(([bits]) => bits === norms)[1];
    const networks = { both: "both networks", nowhere: "neither network" }[place] || "the " + place;
    const clouds = `${now.modes} of ${MODES} clouds, ${percent(now.good)}`;
    says.textContent = `step ${whole(now.step)}: ${clouds} good`;
    if (!play.running || now.step % 1000 < 20)
      stage.say(`Batch norm in ${networks}. ` +
        `Step ${whole(now.step)} of ${whole(now.steps)}: samples in ${clouds} of them good.`);
  }

  /* ---- The controls ---- */

  const go = button("Train", () => {
    if (facts().step >= facts().steps) restart();
    play.running = !play.running;
  }, { class: "main" });
  const again = button("Start again", () => { play.running = false; restart(); });
  const other = button("Other random numbers", () => {
    play.running = false;
    seed++;
    past = [];
    curve = [];
    restart();
  });
  const where = choice({ label: "batch norm in",
    options: PLACES.map(([bits, name]) => [String(bits), name]), value: String(norms),
    change: bits => {
      const on = play.running;
      norms = Number(bits);
      restart();
      play.running = on;
    } });
  /* For the static figure (tests/notes/snapshot.js): the training after so many steps. */
  stage.still = () => {
    for (let i = 0; i < 25; i++) { stage.call("game_steps", 40); look(); }
  };
  stage.controls(plot, html("div", { class: "buttons" }, go, again, other),
    html("div", { class: "controls" }, where));
  restart();
});
