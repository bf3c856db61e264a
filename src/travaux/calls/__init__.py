"""Calls for experts, hosts and partners: applications, nominations, scoring, choice."""
