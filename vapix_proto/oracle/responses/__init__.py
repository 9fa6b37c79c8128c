"""The bytes of responses: each form writes those of the reference device, and recognizes others that mean the same.

``forms`` has most of them, ``listings`` those of groups and parameters, ``archives`` server reports.
"""
