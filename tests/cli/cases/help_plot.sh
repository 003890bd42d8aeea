funnelcloud plot --help
