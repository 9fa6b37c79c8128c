"""The CGIs without accounts and parameters: resets, restart, firmware upgrade, server report and logs."""
