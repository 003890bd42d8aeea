# SPDX-License-Identifier: GPL-3.0-or-later
# funnelcloud::funnelcloud: one library out of all folders, installed with a CMake
# package and a pkg-config file. Both move with the folder they are installed in.
include(CMakePackageConfigHelpers)

set(sources "")
set(links "")
get_property(folders DIRECTORY PROPERTY BUILDSYSTEM_TARGETS)
list(FILTER folders INCLUDE REGEX "^fc_.*_all$")
foreach(folder IN LISTS folders)
    get_target_property(some ${folder} INTERFACE_SOURCES)
    list(APPEND sources ${some})
    get_target_property(some ${folder} INTERFACE_LINK_LIBRARIES)
    if(some)
        list(APPEND links ${some})
    endif()
endforeach()
list(FILTER links EXCLUDE REGEX "^fc_")
list(REMOVE_DUPLICATES links)

add_library(funnelcloud_library ${sources})
add_library(funnelcloud::funnelcloud ALIAS funnelcloud_library)
target_include_directories(funnelcloud_library PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(funnelcloud_library PRIVATE $<BUILD_INTERFACE:fc_flags> ${links}
                      m)
set_target_properties(funnelcloud_library PROPERTIES
    OUTPUT_NAME funnelcloud EXPORT_NAME funnelcloud LINKER_LANGUAGE C
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
    ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}
    LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/funnelcloud)
file(RELATIVE_PATH FC_UP "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
string(REGEX REPLACE "/$" "" FC_UP "${FC_UP}")
set(FC_PC_REQUIRES Requires)
if(BUILD_SHARED_LIBS)
    set(FC_PC_REQUIRES Requires.private)
endif()
configure_file(funnelcloud.pc.in package/funnelcloud.pc @ONLY)
configure_package_config_file(funnelcloudConfig.cmake.in package/funnelcloudConfig.cmake
                              INSTALL_DESTINATION ${package})
write_basic_package_version_file(package/funnelcloudConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)

set(made ${CMAKE_CURRENT_BINARY_DIR}/package)
install(TARGETS funnelcloud_library EXPORT funnelcloud
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/funnelcloud
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN *.h)
install(EXPORT funnelcloud NAMESPACE funnelcloud:: DESTINATION ${package}
        FILE funnelcloudTargets.cmake)
install(FILES ${made}/funnelcloudConfig.cmake ${made}/funnelcloudConfigVersion.cmake
        DESTINATION ${package})
install(FILES ${made}/funnelcloud.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
