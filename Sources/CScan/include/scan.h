#ifndef KARKHANA_SCAN_H
#define KARKHANA_SCAN_H
#endif
