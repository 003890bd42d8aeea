funnelcloud explain --help
