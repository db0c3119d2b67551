// The architecture as a picture: which parts there are, which way connections and messages take through them, and how full each is.

import { duration, number, percent } from './text.js';

const SVG = 'http://www.w3.org/2000/svg';
const MOST_PARTICLES = 220;
const SECONDS_ON_AN_EDGE = 0.9;
const POINTS = 24;

// A part is at a stage, from 0, on its way through the server, and at a place from 0 to 1 across that.
function part(id, stage, at, title) {
  return { id, stage, at, title };
}

function spread(count, from, to) {
  return Array.from({ length: count }, (_, i) => (count === 1 ? (from + to) / 2 : from + (to - from) * i / (count - 1)));
}

function edge(from, to, kind, rate, startAt) {
  return { from, to, kind, rate, startAt };
}

// How many of several equal parts are shown: as many as the space has room for.
function shown(count, space) {
  return Math.max(1, Math.min(count, space));
}

// The parts and ways of an architecture. Each part has three lines of text, and how busy it is.
function model(figures, space) {
  const workers = shown(figures.workers.length || figures.carriers, space.all);
  const last = { 'single-threaded': 2, 'single-acceptor': 3, 'socket-sharded': 3 }[figures.architecture] ?? 4;
  const parts = [part('clients', 0, 0.5, 'clients')];
  const edges = [];
  const connects = figures.connectsPerSecond;
  const requests = figures.requestsPerSecond;
  const connection = (from, to, share) => edges.push(edge(from, to, 'connection', connects * share));
  const message = (from, to, rate, startAt) => edges.push(edge(from, to, 'message', rate, startAt));
  const toEachWorker = task => {
    for (let i = 0; i < workers; i++) {
      task('worker-' + i, figures.workers[i]?.messagesPerSecond ?? requests / workers, i);
    }
  };

  if (figures.architecture === 'single-threaded') {
    parts.push(part('socket', 1, 0.15, 'socket'), part('thread', 2, 0.5, 'the one thread'));
    connection('clients', 'socket', 1);
    connection('socket', 'thread', 1);
    message('clients', 'thread', requests, 0.8);
    return { parts, edges, stages: last + 1 };
  }

  spread(workers, 0, 1).forEach((at, i) => parts.push(part('worker-' + i, last, at, 'worker ' + (i + 1))));
  if (figures.architecture === 'message-balanced') {
    const dispatchers = shown(figures.sections.length, space.some);
    parts.push(part('socket', 1, 0, 'socket'), part('acceptor-0', 2, 0, 'acceptor'));
    spread(dispatchers, dispatchers === 1 ? 0.7 : 0.5, dispatchers === 1 ? 0.7 : 1)
      .forEach((at, i) => parts.push(part('dispatcher-' + i, 2, at, figures.sections.length === 1 ? 'the dispatcher' : 'dispatcher ' + (i + 1))));
    parts.push(part('lane-normal', 3, 0.25, 'normal lane'), part('lane-long', 3, 0.8, 'long lane'));
    connection('clients', 'socket', 1);
    connection('socket', 'acceptor-0', 1);
    for (let i = 0; i < dispatchers; i++) {
      connection('acceptor-0', 'dispatcher-' + i, 1 / dispatchers);
      message('clients', 'dispatcher-' + i, requests / dispatchers, 0.8);
      for (const lane of figures.lanes.filter(lane => lane.name !== 'inline')) {
        message('dispatcher-' + i, 'lane-' + lane.name, lane.perSecond / dispatchers);
      }
    }
    for (const lane of figures.lanes.filter(lane => lane.name !== 'inline')) {
      toEachWorker(worker => message('lane-' + lane.name, worker, lane.perSecond / workers));
    }
  } else {
    const sharded = figures.architecture === 'socket-sharded';
    const acceptors = shown(figures.acceptors.length, space.some);
    const single = acceptors === 1;
    const places = single ? [0.15] : spread(acceptors, 0, 0.5);
    connection('clients', sharded ? 'socket-0' : 'socket', sharded ? 1 / acceptors : 1);
    if (!sharded) {
      parts.push(part('socket', 1, 0.15, 'socket'));
    }
    if (figures.gate) {
      parts.push(part('gate', 2, 0.15, 'gate'));
      connection('socket', 'gate', 1);
    }
    places.forEach((at, i) => {
      parts.push(part('acceptor-' + i, figures.gate ? 3 : 2, at, figures.acceptors.length === 1 ? 'acceptor' : 'acceptor ' + (i + 1)));
      if (sharded) {
        parts.push(part('socket-' + i, 1, at, 'socket ' + (i + 1)));
        if (i > 0) {
          connection('clients', 'socket-' + i, 1 / acceptors);
        }
      }
      connection(sharded ? 'socket-' + i : figures.gate ? 'gate' : 'socket', 'acceptor-' + i, 1 / acceptors);
      if (!single) {
        connection('acceptor-' + i, 'worker-' + i % workers, 1 / acceptors);
      }
    });
    if (single) {
      toEachWorker(worker => connection('acceptor-0', worker, 1 / workers));
    }
    toEachWorker((worker, rate, i) => message('clients', worker, rate, 0.72 + 0.23 * i / workers));
  }
  return { parts, edges, stages: last + 1 };
}

// The lines of a part, how busy it is from 0 to 1, and what the judgement calls it.
function content(id, figures) {
  const [kind, which] = id.split('-');
  const index = Number(which ?? 0);
  switch (kind) {
    case 'clients':
      return { big: number(figures.connectionsOpen) + ' open', small: number(figures.requestsPerSecond) + ' requests/s' };
    case 'socket':
      return figures.acceptQueue < 0
        ? { big: number(figures.connectsPerSecond) + '/s', small: 'connections' }
        : { big: number(figures.acceptQueue) + ' queued', small: 'to be accepted' };
    case 'gate':
      return { big: figures.gate.waiting + ' wait', small: 'each ' + duration(figures.gate.meanWaitMicros), name: 'GATE' };
    case 'acceptor': {
      const alone = figures.acceptors.length === 1;
      return alone
        ? { big: number(figures.connectsPerSecond) + '/s', small: 'connections', name: 'ACCEPTOR' }
        : { big: number(figures.acceptors[index]) + '/s', small: 'of its requests', name: 'ACCEPTOR' };
    }
    case 'thread': {
      const busy = Math.max(...figures.sections.map(s => s.busy), ...figures.workers.map(w => w.busy));
      return { big: percent(busy), small: 'does everything', busy, name: 'THREAD' };
    }
    case 'dispatcher': {
      const section = figures.sections[index];
      return { big: percent(section.busy), small: percent(section.contended) + ' had to wait', busy: section.busy, name: 'DISPATCHER' };
    }
    case 'lane': {
      const lane = figures.lanes.find(l => l.name === which);
      return { big: lane.waiting + ' wait', small: lane.running + ' run, ' + number(lane.perSecond) + '/s' };
    }
    default: {
      const worker = figures.workers[index];
      return worker
        ? { big: percent(worker.busy), small: worker.connections + ' open, ' + number(worker.messagesPerSecond) + '/s', busy: worker.busy, name: 'WORKER' }
        : { big: '', small: 'JVM carriers' };
    }
  }
}

function isBottleneck(name, index, bottleneck) {
  return bottleneck.part === 'WORKERS' && name === 'WORKER'
    || bottleneck.part === name && (name === 'ACCEPTOR' || bottleneck.index === index);
}

function add(parent, tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return parent.appendChild(element);
}

/** Draws into an element, again and again. */
export class Picture {
  constructor(svg) {
    this.svg = svg;
    this.shape = '';
    this.particles = [];
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    this.time = performance.now();
    requestAnimationFrame(now => this.move(now));
  }

  show(frame) {
    const narrow = this.svg.parentElement.clientWidth < 620;
    const drawn = model(frame.figures, narrow ? { all: 3, some: 2 } : { all: 5, some: 3 });
    const shape = JSON.stringify([narrow, drawn.parts, drawn.edges.map(e => [e.from, e.to])]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.draw(drawn, narrow);
    }
    drawn.edges.forEach((e, i) => { this.ways[i].rate = e.rate; });
    for (const p of drawn.parts) {
      this.fill(p, content(p.id, frame.figures), frame.bottleneck);
    }
  }

  draw({ parts, edges, stages }, narrow) {
    const box = narrow ? { width: 118, height: 70 } : { width: 152, height: 76 };
    const size = narrow ? { width: 390, height: 20 + stages * 118 } : { width: 1000, height: 430 };
    const along = narrow ? size.height - box.height - 12 : size.width - box.width - 12;
    const across = narrow ? size.width - box.width - 12 : size.height - box.height - 12;
    this.svg.replaceChildren();
    this.svg.setAttribute('viewBox', '0 0 ' + size.width + ' ' + size.height);
    this.particles = [];
    this.boxes = new Map();
    for (const p of parts) {
      const main = 6 + along * p.stage / (stages - 1);
      const cross = 6 + across * p.at;
      const place = narrow ? { x: cross, y: main } : { x: main, y: cross };
      const whole = p.id === 'clients';
      this.boxes.set(p.id, narrow
        ? { x: whole ? 6 : place.x, y: place.y, width: whole ? size.width - 12 : box.width, height: box.height, stage: p.stage }
        : { x: place.x, y: whole ? 6 : place.y, width: box.width, height: whole ? size.height - 12 : box.height, stage: p.stage });
    }
    this.ways = edges.map(e => this.way(e, narrow));
    this.layer = add(this.svg, 'g', {});
    this.nodes = new Map(parts.map(p => [p.id, this.node(p, this.boxes.get(p.id))]));
  }

  way(e, narrow) {
    const from = this.boxes.get(e.from);
    const to = this.boxes.get(e.to);
    let d;
    if (from.stage === to.stage) {
      const start = narrow ? [from.x + from.width, from.y + from.height / 2] : [from.x + from.width / 2, from.y + from.height];
      const end = narrow ? [to.x, to.y + to.height / 2] : [to.x + to.width / 2, to.y];
      d = 'M' + start + 'L' + end;
    } else if (narrow) {
      const whole = from.width > to.width;
      const x = whole ? (e.startAt === undefined ? to.x + to.width / 2 : from.x + from.width * e.startAt) : from.x + from.width / 2;
      const y = from.y + from.height;
      const bend = (to.y - y) / 2;
      const end = to.x + to.width / 2;
      d = 'M' + [x, y] + 'C' + [x, y + bend, end, to.y - bend, end, to.y];
    } else {
      const whole = from.height > to.height;
      const y = whole ? (e.startAt === undefined ? to.y + to.height / 2 : from.y + from.height * e.startAt) : from.y + from.height / 2;
      const x = from.x + from.width;
      const bend = (to.x - x) / 2;
      const end = to.y + to.height / 2;
      d = 'M' + [x, y] + 'C' + [x + bend, y, to.x - bend, end, to.x, end];
    }
    const path = add(this.svg, 'path', { class: 'edge', d });
    const length = path.getTotalLength();
    const points = Array.from({ length: POINTS + 1 }, (_, i) => path.getPointAtLength(length * i / POINTS));
    return { kind: e.kind, points, rate: 0, due: Math.random() };
  }

  node(p, box) {
    const group = add(this.svg, 'g', { 'data-part': p.id });
    const middle = box.x + box.width / 2;
    const top = box.y + box.height / 2 - 38;
    add(group, 'rect', { class: 'box', x: box.x, y: box.y, width: box.width, height: box.height, rx: 8 });
    const level = add(group, 'rect', { class: 'level', x: box.x + 1, y: box.y + box.height - 7, width: 0, height: 6, rx: 3 });
    add(group, 'text', { class: 'title', x: middle, y: top + 20, 'text-anchor': 'middle' }, p.title);
    const big = add(group, 'text', { class: 'big', x: middle, y: top + 43, 'text-anchor': 'middle' });
    const small = add(group, 'text', { class: 'small', x: middle, y: top + 61, 'text-anchor': 'middle' });
    return { group, level, big, small, width: box.width - 2 };
  }

  fill(p, { big, small, busy, name }, bottleneck) {
    const node = this.nodes.get(p.id);
    node.big.textContent = big;
    node.small.textContent = small;
    node.level.setAttribute('width', node.width * (busy ?? 0));
    node.group.classList.toggle('warm', busy >= 0.5);
    node.group.classList.toggle('bottleneck', isBottleneck(name, Number(p.id.split('-')[1] ?? 0), bottleneck));
  }

  /** Nothing moves any more: there are no figures. */
  rest() {
    this.ways?.forEach(way => { way.rate = 0; });
  }

  move(now) {
    const seconds = Math.min(0.1, (now - this.time) / 1000);
    this.time = now;
    if (this.ways && !this.still.matches) {
      this.start(seconds);
      this.particles = this.particles.filter(particle => this.advance(particle, seconds));
    }
    requestAnimationFrame(later => this.move(later));
  }

  start(seconds) {
    for (const way of this.ways) {
      // As the root of the rate: that ten times as many are seen to be more, and a thousand times as many still are.
      way.due += seconds * Math.min(14, 0.6 * Math.sqrt(way.rate));
      while (way.due >= 1) {
        way.due -= 1;
        if (this.particles.length < MOST_PARTICLES) {
          const dot = add(this.layer, 'circle', { class: 'particle ' + way.kind, r: way.kind === 'message' ? 3.5 : 4.5 });
          this.particles.push({ way, dot, at: 0 });
        }
      }
    }
  }

  advance(particle, seconds) {
    particle.at += seconds / SECONDS_ON_AN_EDGE;
    if (particle.at >= 1) {
      particle.dot.remove();
      return false;
    }
    const place = particle.at * POINTS;
    const before = particle.way.points[Math.floor(place)];
    const after = particle.way.points[Math.floor(place) + 1];
    const part = place % 1;
    particle.dot.setAttribute('cx', before.x + (after.x - before.x) * part);
    particle.dot.setAttribute('cy', before.y + (after.y - before.y) * part);
    return true;
  }
}
