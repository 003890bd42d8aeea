funnelcloud check --help
