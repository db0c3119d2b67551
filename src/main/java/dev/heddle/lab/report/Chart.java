package dev.heddle.lab.report;

import java.util.Map;

/**
 * A picture.
 *
 * @param id unique in the page
 * @param title what it shows
 * @param option how ECharts draws it
 * @param rows how many bars lie above each other; 0 for a chart of the usual height
 */
record Chart(String id, String title, Map<String, Object> option, int rows) {}
