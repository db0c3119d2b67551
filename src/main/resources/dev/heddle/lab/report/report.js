'use strict';
// Draws the charts of the page. Their options are data; what data cannot say is here: the spread of a bar, and the colours of the theme.
(() => {
  const options = JSON.parse(document.getElementById('charts').textContent);
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const charts = {};

  // A line from the least to the greatest value, with an end at each.
  const spread = (params, api) => {
    const row = api.value(0);
    const [from, y] = api.coord([api.value(1), row]);
    const [to] = api.coord([api.value(2), row]);
    const stroke = { stroke: colour('--ink'), lineWidth: 1.2 };
    const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: stroke });
    return { type: 'group', children: [line(from, y, to, y), line(from, y - 4, from, y + 4), line(to, y - 4, to, y + 4)] };
  };

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const rounded = (value) => typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(3)) : value;

  const completed = (option) => {
    const text = { color: colour('--ink') };
    const axis = (given) => ({
      ...given,
      nameTextStyle: { color: colour('--faint') },
      axisLabel: { ...given.axisLabel, color: colour('--ink'), ...(given.type === 'category' && given.inverse ? { width: 190, overflow: 'break', lineHeight: 13 } : {}) },
      splitLine: { lineStyle: { color: colour('--line') } },
    });
    return {
      ...option,
      backgroundColor: 'transparent',
      textStyle: text,
      legend: option.legend && { ...option.legend, textStyle: text },
      tooltip: { ...option.tooltip, valueFormatter: (value) => Array.isArray(value) ? value.slice(1).map(rounded).join(' to ') : rounded(value) },
      xAxis: axis(option.xAxis),
      yAxis: axis(option.yAxis),
      series: option.series.map((series) => series.type === 'custom' ? { ...series, renderItem: spread, encode: { x: [1, 2], y: 0 } } : series),
    };
  };

  const draw = () => {
    for (const id of Object.keys(options)) {
      charts[id]?.dispose();
      charts[id] = echarts.init(document.getElementById(id), null, { renderer: 'svg' });
      charts[id].setOption(completed(options[id]));
    }
  };

  const fit = () => Object.values(charts).forEach((chart) => chart.resize());

  draw();
  dark.addEventListener('change', draw);
  window.addEventListener('resize', fit);
  // Paper is light, and narrower than the window.
  window.addEventListener('beforeprint', () => { draw(); fit(); });
  window.addEventListener('afterprint', () => { draw(); fit(); });
  document.querySelector('#figures details').addEventListener('toggle', () => {
    document.getElementById('json').textContent = JSON.stringify(JSON.parse(document.getElementById('raw').textContent), null, 1);
  }, { once: true });
  window.heddleCharts = charts;
})();
