/**
 * Long and large: the packaged server in a process of its own, under crowds, storms and hours. Each test is a small one in the
 * ordinary build, so that it cannot rot, and a large one in the profile {@code soak}, whose figures it prints.
 */
package dev.heddle.soak;
